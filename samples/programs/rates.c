/* Prints the exact rate of every measure of a survey.
 *
 *     rates samples/zhifu-2022/survey.yaml samples/zhifu-2022/responses-paper.csv
 */
#include <stdio.h>

#include "wjtab/measure/measure.h"
#include "wjtab/read/reader.h"
#include "wjtab/screen/screen.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/columns.h"
#include "wjtab/survey/survey.h"
#include "wjtab/tally/tally.h"

/* The stages that a record goes through. */
struct stages {
    struct wj_survey *survey;
    struct wj_columns *columns;
    struct wj_coder *coder;
    struct wj_screen *screen;
    struct wj_tally tally;
    uint64_t returned;
};

static enum wj_status take_record(struct stages *stages, struct wj_diags *diags, const char *file,
                                  const struct wj_record *record, const struct wj_slice *fields)
{
    struct wj_response *response = wj_coder_response(stages->coder);
    enum wj_verdict verdict;
    response->file = file;
    response->record = record->number;
    response->line = record->line;
    response->columns = stages->columns;
    response->fields = fields;
    response->field_count = record->count;
    enum wj_status status = wj_coder_code(stages->coder, diags);
    if (status == WJ_OK) {
        status = wj_screen_judge(stages->screen, response, &verdict);
    }
    if (status == WJ_OK && verdict == WJ_EFFECTIVE) {
        wj_tally_add(&stages->tally, response, 1);
    }
    stages->returned++;
    return status;
}

static enum wj_status take_batch(struct stages *stages, struct wj_diags *diags, const char *file,
                                 const struct wj_batch *batch)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < batch->count; i++) {
        const struct wj_record *record = &batch->records[i];
        const struct wj_slice *fields = batch->fields + record->first;
        status = stages->columns == NULL ? wj_columns_find(diags, stages->survey, file, fields,
                                                           record->count, &stages->columns)
                                         : take_record(stages, diags, file, record, fields);
    }
    return status;
}

static enum wj_status read_responses(struct stages *stages, struct wj_diags *diags,
                                     const char *file)
{
    struct wj_read_options options = {0};
    struct wj_reader *reader = NULL;
    struct wj_batch batch = {0};
    enum wj_status status = wj_reader_open(diags, file, &options, &reader);
    do {
        status = status == WJ_OK ? wj_reader_next(reader, diags, &batch) : status;
        status = status == WJ_OK ? take_batch(stages, diags, file, &batch) : status;
    } while (status == WJ_OK && batch.count > 0);
    wj_reader_free(reader);
    return status;
}

static enum wj_status print_rates(const struct stages *stages)
{
    struct wj_figures figures = {0};
    enum wj_status status = wj_figures_init(&figures, &stages->tally, stages->returned);
    for (size_t i = 0; status == WJ_OK && i < stages->survey->measure_count; i++) {
        printf("%s ", stages->survey->measures[i].name);
        if (figures.measures[i].exists) {
            mpq_out_str(stdout, 10, figures.measures[i].value);
        }
        printf("\n");
    }
    wj_figures_clear(&figures);
    return status;
}

int main(int argc, char **argv)
{
    struct wj_diags diags = {0};
    struct stages stages = {0};
    if (argc != 3) {
        fprintf(stderr, "usage: rates SURVEY.yaml RESPONSES.csv\n");
        return wj_status_exit(WJ_USAGE);
    }
    enum wj_status status = wj_survey_load(&diags, argv[1], &stages.survey);
    if (status != WJ_OK) {
        fprintf(stderr, "%s\n", diags.count > 0 ? diags.list[0].message : wj_status_text(status));
        wj_diags_clear(&diags);
        return wj_status_exit(status);
    }
    status = wj_coder_new(stages.survey, &stages.coder);
    status = status == WJ_OK ? wj_screen_new(stages.survey, &stages.screen) : status;
    if (status == WJ_OK) {
        status = wj_tally_init(&stages.tally, &diags, stages.survey);
        status = status == WJ_OK ? read_responses(&stages, &diags, argv[2]) : status;
        status = status == WJ_OK ? print_rates(&stages) : status;
        wj_tally_clear(&stages.tally);
    }
    for (size_t i = 0; i < diags.count; i++) {
        fprintf(stderr, "%s\n", diags.list[i].message);
    }
    wj_columns_free(stages.survey, stages.columns);
    wj_screen_free(stages.screen);
    wj_coder_free(stages.coder);
    wj_survey_free(stages.survey);
    wj_diags_clear(&diags);
    return wj_status_exit(status);
}
