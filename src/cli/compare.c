#include "compare.h"

#include <string.h>
#include <unistd.h>

#include "check_shown.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

enum { LONGEST_ID = 200 };

/* ---- forms of the first keying ---- */

static enum wj_status list_wanted(struct wj_compare *compare, struct wj_keying *file)
{
    file->wanted = wj_arena_alloc(&compare->arena, (file->width + 1) * sizeof *file->wanted);
    if (file->wanted == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < file->width; i++) {
        if (wj_columns_has_question(compare->job->survey, file->columns, i)) {
            file->wanted[file->wanted_count++] = i;
        }
    }
    return WJ_OK;
}

/* Keeps the cells that questions are read from, each behind its length. */
static char *pack(struct wj_compare *compare, const struct wj_keying *file,
                  const struct wj_response *response)
{
    struct wj_buf *cells = &compare->cells;
    wj_buf_reset(cells);
    for (size_t i = 0; i < file->wanted_count; i++) {
        struct wj_slice cell = wj_response_cell(response, (long)file->wanted[i]);
        uint32_t len = (uint32_t)cell.len; /* a field has at most 16 MiB */
        wj_buf_add(cells, wj_slice((const char *)&len, sizeof len));
        wj_buf_add(cells, cell);
    }
    return wj_buf_status(cells) == WJ_OK ? wj_arena_copy(&compare->arena, wj_buf_slice(cells))
                                         : NULL;
}

/* The record again, as far as questions are concerned. */
static enum wj_status unpack(struct wj_compare *compare, const struct wj_keyed *keyed)
{
    const struct wj_keying *file = &compare->files[keyed->file];
    const char *at = keyed->cells;
    if (wj_grow(&compare->fields, &compare->field_capacity, file->width + 1,
                sizeof *compare->fields) != WJ_OK) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < file->width; i++) {
        compare->fields[i] = wj_slice(NULL, 0);
    }
    for (size_t i = 0; i < file->wanted_count; i++) {
        uint32_t len;
        memcpy(&len, at, sizeof len);
        compare->fields[file->wanted[i]] = wj_slice(at + sizeof len, len);
        at += sizeof len + len;
    }
    struct wj_response *response = wj_coder_response(compare->coders[0]);
    response->file = keyed->place.file;
    response->record = keyed->place.record;
    response->line = keyed->place.line;
    response->columns = file->columns;
    response->fields = compare->fields;
    response->field_count = file->width;
    return wj_coder_code(compare->coders[0], &compare->job->diags);
}

const char *wj_compare_id(struct wj_compare *compare, struct wj_slice id)
{
    bool hidden = false;
    for (size_t i = 0; i < compare->file_count; i++) {
        hidden = hidden || compare->files[i].columns->id_personal;
    }
    return wj_check_shown(&compare->arena, compare->job->survey, id, hidden, LONGEST_ID);
}

static enum wj_status add_form(struct wj_compare *compare, enum wj_form_fault fault,
                               struct wj_slice id, struct wj_form_place place,
                               const struct wj_form_place *before)
{
    if (wj_grow(&compare->forms, &compare->form_capacity, compare->form_count + 1,
                sizeof *compare->forms) != WJ_OK) {
        return WJ_MEMORY;
    }
    struct wj_form *form = &compare->forms[compare->form_count++];
    *form = (struct wj_form){.fault = fault, .place = place};
    form->id = wj_compare_id(compare, id);
    if (before != NULL) {
        form->before = *before;
    }
    return form->id != NULL ? WJ_OK : WJ_MEMORY;
}

/* ---- record by record ---- */

static enum wj_status take_first(struct wj_compare *compare, const struct wj_response *response,
                                 struct wj_form_place place)
{
    uint64_t *number;
    size_t known = compare->ids.count;
    if (wj_grow(&compare->keyed, &compare->keyed_capacity, known + 1, sizeof *compare->keyed) !=
            WJ_OK ||
        wj_map_put(&compare->ids, wj_buf_slice(&compare->key), &number) != WJ_OK) {
        return WJ_MEMORY;
    }
    if (compare->ids.count == known) {
        return add_form(compare, WJ_TWICE_FIRST, wj_buf_slice(&compare->key), place,
                        &compare->keyed[*number].place);
    }
    *number = known;
    struct wj_keyed *keyed = &compare->keyed[known];
    size_t file = compare->file_count - 1;
    *keyed = (struct wj_keyed){.file = file, .place = place};
    keyed->cells = pack(compare, &compare->files[file], response);
    return keyed->cells != NULL ? WJ_OK : WJ_MEMORY;
}

/* A form that only the second keying has, once or more often. */
static enum wj_status take_new(struct wj_compare *compare, struct wj_form_place place)
{
    uint64_t *number;
    struct wj_slice id = wj_buf_slice(&compare->key);
    size_t known = compare->new_ids.count;
    if (wj_map_put(&compare->new_ids, id, &number) != WJ_OK) {
        return WJ_MEMORY;
    }
    if (compare->new_ids.count == known) {
        struct wj_form_place before = compare->forms[*number].place;
        return add_form(compare, WJ_TWICE_SECOND, id, place, &before);
    }
    *number = compare->form_count;
    return add_form(compare, WJ_ONLY_SECOND, id, place, NULL);
}

static enum wj_status take_second(struct wj_compare *compare, const struct wj_response *response,
                                  struct wj_form_place place)
{
    const uint64_t *number = wj_map_get(&compare->ids, wj_buf_slice(&compare->key));
    if (number == NULL) {
        return take_new(compare, place);
    }
    struct wj_keyed *keyed = &compare->keyed[*number];
    if (keyed->met) {
        return add_form(compare, WJ_TWICE_SECOND, wj_buf_slice(&compare->key), place,
                        &keyed->second);
    }
    keyed->met = true;
    keyed->second = place;
    enum wj_status status = wj_coder_code(compare->coders[1], &compare->job->diags);
    if (status == WJ_OK) {
        status = unpack(compare, keyed);
    }
    if (status == WJ_OK) {
        status = wj_compare_responses(compare, compare->ids.entries[*number].key,
                                      wj_coder_response(compare->coders[0]), response);
    }
    return status;
}

static enum wj_status take_record(struct wj_compare *compare, const struct wj_slice *header,
                                  const struct wj_record *record, const struct wj_slice *fields,
                                  bool second)
{
    struct wj_keying *file = &compare->files[compare->file_count - 1];
    struct wj_response *response = wj_coder_response(compare->coders[1]);
    struct wj_form_place place = {file->shown, record->number, record->line};
    file->records++;
    response->file = file->shown;
    response->record = record->number;
    response->line = record->line;
    response->columns = file->columns;
    response->fields = fields;
    response->field_count = record->count;
    struct wj_slice id = wj_response_cell(response, file->columns->id);
    if (!wj_record_fits(header, file->width, fields, record->count)) {
        return add_form(compare, WJ_MISSHAPEN, wj_text_trim(id), place, NULL);
    }
    wj_buf_reset(&compare->key);
    enum wj_status status = wj_text_clean(&compare->key, id, false);
    if (status != WJ_OK) {
        return status;
    }
    if (compare->key.len == 0) {
        return add_form(compare, WJ_NO_ID, wj_buf_slice(&compare->key), place, NULL);
    }
    return second ? take_second(compare, response, place) : take_first(compare, response, place);
}

/* ---- file by file ---- */

static enum wj_status take_header(struct wj_compare *compare, const char *shown,
                                  const struct wj_slice *fields, size_t count,
                                  struct wj_slice **header)
{
    struct wj_job *job = compare->job;
    struct wj_keying *file = &compare->files[compare->file_count++];
    *file = (struct wj_keying){.shown = shown, .width = count};
    *header = wj_arena_alloc(&compare->arena, (count + 1) * sizeof **header);
    if (*header == NULL) {
        return WJ_MEMORY;
    }
    for (size_t i = 0; i < count; i++) {
        (*header)[i] = wj_slice(wj_arena_copy(&compare->arena, fields[i]), fields[i].len);
        if ((*header)[i].ptr == NULL) {
            return WJ_MEMORY;
        }
    }
    enum wj_status status =
        wj_columns_find(&job->diags, job->survey, shown, *header, count, &file->columns);
    return status == WJ_OK ? list_wanted(compare, file) : status;
}

static enum wj_status take_batches(struct wj_compare *compare, const char *shown,
                                   struct wj_reader *reader, bool second)
{
    struct wj_batch batch = {0};
    struct wj_slice *header = NULL;
    enum wj_status status = WJ_OK;
    do {
        status = wj_reader_next(reader, &compare->job->diags, &batch);
        for (size_t i = 0; status == WJ_OK && i < batch.count; i++) {
            const struct wj_record *record = &batch.records[i];
            const struct wj_slice *fields = batch.fields + record->first;
            status = header == NULL ? take_header(compare, shown, fields, record->count, &header)
                                    : take_record(compare, header, record, fields, second);
        }
    } while (status == WJ_OK && batch.count > 0);
    return status;
}

static enum wj_status read_file(struct wj_compare *compare, const char *path, const char *shown,
                                const struct wj_read_options *options, bool second)
{
    struct wj_reader *reader = NULL;
    enum wj_status status = wj_reader_open(&compare->job->diags, path, options, &reader);
    if (status == WJ_OK) {
        status = take_batches(compare, shown, reader, second);
    }
    if (status == WJ_OK) {
        compare->files[compare->file_count - 1].encoding = wj_reader_encoding(reader);
    }
    wj_reader_free(reader);
    return status;
}

/* ---- both keyings ---- */

/* What the comparison does not need of the definition: columns that only rules use, and stopping
 * at unknown answers. */
static enum wj_status loosen(struct wj_job *job)
{
    struct wj_survey *survey = job->survey;
    struct wj_place place = {.file = survey->path};
    if (survey->question_count == 0) {
        return wj_fail(&job->diags, WJ_DEFINITION, "needs_questions", &place,
                       _("there are no questions whose answers could be compared"));
    }
    if (survey->id.text == NULL) {
        return wj_fail(&job->diags, WJ_DEFINITION, "missing_key", &place,
                       _("--compare finds the two records of a form by their number; name its "
                         "column in the definition (`id: 编号`)"));
    }
    survey->valid.seconds_column.text = NULL;
    survey->valid.seconds_column.pattern = NULL;
    survey->valid.has_min_seconds = false;
    survey->weighting.kind = WJ_UNWEIGHTED;
    survey->weighting.column.text = NULL;
    survey->weighting.column.pattern = NULL;
    for (size_t i = 0; i < survey->valid.unique_count; i++) {
        survey->valid.unique_columns[i].text = NULL;
        survey->valid.unique_columns[i].pattern = NULL;
    }
    if (survey->valid.unknown == WJ_UNKNOWN_STOP) {
        survey->valid.unknown = WJ_UNKNOWN_REJECT;
    }
    return WJ_OK;
}

/* The forms that were not met in the second keying. */
static enum wj_status list_unmet(struct wj_compare *compare)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < compare->ids.count; i++) {
        if (!compare->keyed[i].met) {
            status = add_form(compare, WJ_ONLY_FIRST, compare->ids.entries[i].key,
                              compare->keyed[i].place, NULL);
        }
    }
    return status;
}

/* The second file: seen from here, or else beside the definition, as other files are. */
static const char *path_of(struct wj_job *job, const char *name)
{
    if (strcmp(name, "-") == 0 || access(name, F_OK) == 0) {
        return name;
    }
    const char *beside = wj_job_path(job, name);
    return beside != NULL && access(beside, F_OK) == 0 ? beside : name;
}

enum wj_status wj_compare_read(struct wj_compare *compare, struct wj_job *job, const char *second)
{
    struct wj_read_options options = {.encoding = job->survey->encoding,
                                      .delimiter = job->survey->delimiter,
                                      .no_digest = true,
                                      .sheet = job->survey->sheet};
    compare->job = job;
    enum wj_status status = loosen(job);
    for (size_t i = 0; status == WJ_OK && i < 2; i++) {
        status = wj_coder_new(job->survey, &compare->coders[i]);
    }
    if (status == WJ_OK) {
        compare->files =
            wj_arena_alloc(&compare->arena, (job->file_count + 1) * sizeof *compare->files);
        status = compare->files != NULL ? WJ_OK : WJ_MEMORY;
    }
    for (size_t i = 0; status == WJ_OK && i < job->file_count; i++) {
        status = read_file(compare, job->files[i].path, job->files[i].shown, &options, false);
    }
    options.encoding = WJ_ENCODING_AUTO;
    options.delimiter = 0;
    if (status == WJ_OK) {
        status = read_file(compare, path_of(job, second), second, &options, true);
    }
    return status == WJ_OK ? list_unmet(compare) : status;
}

bool wj_compare_found(const struct wj_compare *compare)
{
    return compare->differing > 0 || compare->form_count > 0;
}

void wj_compare_clear(struct wj_compare *compare)
{
    for (size_t i = 0; i < compare->file_count; i++) {
        wj_columns_free(compare->job->survey, compare->files[i].columns);
    }
    wj_coder_free(compare->coders[0]);
    wj_coder_free(compare->coders[1]);
    wj_map_clear(&compare->ids);
    wj_map_clear(&compare->new_ids);
    wj_free(compare->keyed);
    wj_free(compare->differences);
    wj_free(compare->forms);
    wj_free(compare->fields);
    wj_buf_clear(&compare->key);
    wj_buf_clear(&compare->cells);
    wj_arena_clear(&compare->arena);
}
