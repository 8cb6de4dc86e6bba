#include "score_all.h"

#include <dirent.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "job.h"
#include "wjtab/base/file.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "wjtab/report/section.h"
#include "wjtab/write/write.h"

struct project {
    const char *folder; /* its name */
    const char *title;  /* of the definition, else the folder */
    mpq_t total;
    json_t *score;   /* as in results.json; NULL: failed */
    const char *why; /* it failed */
};

struct table {
    struct wj_diags *diags;
    const struct wj_score_all *wanted;
    struct project *projects;
    size_t count;
    size_t capacity;
    const char **levels; /* names of the first level, in the order in which they come */
    size_t level_count;
    size_t level_capacity;
    struct wj_arena arena;
};

/* ---- one project ---- */

static const char *path_in(struct table *table, const char *folder, const char *name)
{
    struct wj_buf path = {0};
    wj_buf_addf(&path, "%s/%s%s%s", table->wanted->folder, folder, name[0] != '\0' ? "/" : "",
                name);
    const char *copy = wj_arena_copy(&table->arena, wj_buf_slice(&path));
    wj_buf_clear(&path);
    return copy;
}

static int is_definition(const struct dirent *entry)
{
    return fnmatch("*.yaml", entry->d_name, FNM_PERIOD) == 0 ||
           fnmatch("*.yml", entry->d_name, FNM_PERIOD) == 0;
}

/* survey.yaml, or the only definition there is. *several: there are more, and none is it. */
static const char *find_definition(struct table *table, const char *folder, bool *several)
{
    struct dirent **found = NULL;
    const char *path = NULL;
    *several = false;
    const char *inside = path_in(table, folder, "");
    int count = inside != NULL ? scandir(inside, &found, is_definition, NULL) : 0;
    for (int i = 0; i < count; i++) {
        if (count == 1 || strcmp(found[i]->d_name, "survey.yaml") == 0) {
            path = path_in(table, folder, found[i]->d_name);
        }
    }
    for (int i = 0; i < count; i++) {
        free(found[i]);
    }
    free(found);
    *several = count > 1 && path == NULL;
    return path;
}

/* The file in the project's folder, or NULL. */
static const char *find_file(struct table *table, const char *folder, const char *stem)
{
    static const char *const endings[] = {".csv", ".xlsx"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const char *parts[] = {stem, endings[i]};
        struct wj_buf name = {0};
        wj_buf_addf(&name, "%s%s", parts[0], parts[1]);
        const char *path = path_in(table, folder, wj_buf_text(&name));
        wj_buf_clear(&name);
        if (path != NULL && wj_path_exists(path)) {
            return path;
        }
    }
    return NULL;
}

/* Names the first indicator without a score, and says how many there are. */
static enum wj_status fail_total(struct wj_diags *diags, const struct wj_scoring *scoring)
{
    const struct wj_indicator *first = NULL;
    struct wj_place place = {.file = scoring->table.path};
    size_t count = 0;
    for (size_t i = scoring->indicator_count; i > 0; i--) {
        if (!scoring->indicators[i - 1].has_score) {
            first = &scoring->indicators[i - 1];
            count++;
        }
    }
    if (first == NULL) {
        return WJ_INTERNAL;
    }
    struct wj_buf excerpt = {0};
    place.line = first->line;
    const char *name = wj_text_excerpt(&excerpt, wj_slice_of(first->levels[first->depth - 1]));
    if (count == 1) {
        wj_diag_add(diags, WJ_ERROR, "no_total", &place,
                    _("the indicator “%s” has no score, so there is no total"), name);
    } else {
        wj_diag_add(diags, WJ_ERROR, "no_total", &place,
                    _("%zu indicators have no score, “%s” first, so there is no total"), count,
                    name);
    }
    enum wj_status status = wj_buf_status(&excerpt);
    wj_buf_clear(&excerpt);
    return status == WJ_OK ? WJ_DEFINITION : status;
}

/* Keeps the score of a report. A scoring that has no total is none. */
static enum wj_status take_report(struct project *project, struct wj_diags *diags,
                                  const struct wj_findings *findings)
{
    struct wj_report report = {0};
    enum wj_status status = wj_report_build(diags, findings, &report);
    if (status == WJ_OK && !findings->scoring->has_total) {
        status = fail_total(diags, findings->scoring);
    }
    if (status == WJ_OK) {
        mpq_set(project->total, findings->scoring->total);
        project->score = json_incref(json_object_get(report.results, "score"));
    }
    wj_report_clear(&report);
    return status;
}

static enum wj_status score_definition(struct table *table, struct project *project,
                                       const char *path, struct wj_diags *diags)
{
    struct wj_job job = {.no_digest = true};
    size_t count = 0;
    enum wj_status status = wj_job_open(&job, path, NULL, 0);
    const char *const *inputs = status == WJ_OK ? wj_job_inputs(&job, &count) : NULL;
    if (status == WJ_OK && inputs == NULL) {
        status = WJ_MEMORY;
    }
    if (status == WJ_OK) {
        status = wj_cli_spare_inputs(table->diags, table->wanted->output, inputs, count);
    }
    if (status == WJ_OK && !job.survey->score.present) {
        struct wj_place place = {.file = path};
        status = wj_fail(&job.diags, WJ_DEFINITION, "no_score", &place,
                         _("this definition has no `score`"));
    }
    if (status == WJ_OK) {
        status = wj_job_read(&job);
    }
    if (status == WJ_OK) {
        status = wj_job_compute(&job);
    }
    if (status == WJ_OK) {
        struct wj_findings findings = wj_job_findings(&job);
        status = take_report(project, &job.diags, &findings);
    }
    if (job.survey != NULL && job.survey->title != NULL) {
        project->title = wj_arena_copy(&table->arena, wj_slice_of(job.survey->title));
    }
    wj_job_clear(&job);
    *diags = job.diags;
    return status;
}

static enum wj_status score_file(struct table *table, struct project *project, const char *path,
                                 struct wj_diags *diags)
{
    const struct wj_survey *plain = table->wanted->plain;
    struct wj_scoring scoring = {0};
    struct wj_score_options options = wj_score_options_of(plain);
    options.file = path;
    options.facts = find_file(table, project->folder, "facts");
    const char *const inputs[] = {path, options.facts};
    struct wj_findings findings = {.survey = plain, .scoring = &scoring};
    enum wj_status status = wj_cli_spare_inputs(table->diags, table->wanted->output, inputs, 2);
    if (status != WJ_OK) {
        return status;
    }
    status = wj_scoring_compute(diags, &options, &scoring);
    if (status == WJ_OK) {
        status = take_report(project, diags, &findings);
    }
    wj_scoring_clear(&scoring);
    return status;
}

/* The first error, as it would be printed. */
static const char *first_error(struct table *table, const struct wj_diags *diags,
                               enum wj_status status)
{
    struct wj_buf text = {0};
    for (size_t i = 0; text.len == 0 && i < diags->count; i++) {
        if (diags->list[i].severity == WJ_ERROR) {
            wj_diag_write(&diags->list[i], &text);
        }
    }
    struct wj_slice line = wj_text_trim(wj_buf_slice(&text));
    const char *copy =
        wj_arena_copy(&table->arena, line.len > 0 ? line : wj_slice_of(_(wj_status_text(status))));
    wj_buf_clear(&text);
    return copy;
}

static enum wj_status score_project(struct table *table, const char *folder)
{
    bool several;
    const char *definition = find_definition(table, folder, &several);
    const char *file = definition == NULL ? find_file(table, folder, "scoring") : NULL;
    struct wj_diags diags = {0};
    enum wj_status status = WJ_DEFINITION;
    if (definition == NULL && file == NULL && !several) {
        return WJ_OK;
    }
    if (wj_grow(&table->projects, &table->capacity, table->count + 1, sizeof *table->projects) !=
        WJ_OK) {
        return WJ_MEMORY;
    }
    struct project *project = &table->projects[table->count++];
    *project = (struct project){.folder = wj_arena_copy(&table->arena, wj_slice_of(folder))};
    project->title = project->folder;
    mpq_init(project->total);
    if (project->folder == NULL) {
        return WJ_MEMORY;
    }
    if (several) {
        project->why = _("several definitions, and none is called survey.yaml");
        return WJ_OK;
    }
    status = definition != NULL ? score_definition(table, project, definition, &diags)
                                : score_file(table, project, file, &diags);
    if (project->score == NULL) {
        project->why = first_error(table, &diags, status);
    }
    wj_diags_clear(&diags);
    bool fatal = status == WJ_MEMORY || status == WJ_INTERRUPTED || table->diags->errors > 0;
    return fatal ? status : WJ_OK;
}

/* ---- all of them ---- */

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

static int is_visible(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

static enum wj_status score_projects(struct table *table)
{
    struct dirent **found = NULL;
    struct wj_place place = {.file = table->wanted->folder};
    enum wj_status status = WJ_OK;
    int count = scandir(table->wanted->folder, &found, is_visible, by_name);
    if (count < 0) {
        return wj_fail(table->diags, WJ_IO, "no_folder", &place,
                       _("this folder can't be read; name the one whose subfolders are projects"));
    }
    for (int i = 0; i < count; i++) {
        if (status == WJ_OK) {
            status = score_project(table, found[i]->d_name);
        }
        free(found[i]);
    }
    free(found);
    if (status == WJ_OK && table->count == 0) {
        return wj_fail(table->diags, WJ_USAGE, "no_project", &place,
                       _("no subfolder holds a definition (survey.yaml) or a scoring.csv"));
    }
    return status;
}

/* The best first; those that failed last; else by folder. */
static int compare(const void *a, const void *b)
{
    const struct project *left = a;
    const struct project *right = b;
    if ((left->score == NULL) != (right->score == NULL)) {
        return left->score == NULL ? 1 : -1;
    }
    int order = mpq_cmp(right->total, left->total);
    return order != 0 ? order : strcmp(left->folder, right->folder);
}

/* The i-th level of the score, where it is one of the first level; else NULL. */
static const json_t *first_level(const json_t *score, size_t i)
{
    const json_t *level = json_array_get(json_object_get(score, "levels"), i);
    bool first = json_integer_value(json_object_get(level, "level")) == 1;
    return first ? level : NULL;
}

static const char *name_of(const json_t *level)
{
    return json_string_value(json_object_get(level, "name"));
}

static enum wj_status collect_levels(struct table *table)
{
    for (size_t p = 0; p < table->count; p++) {
        const json_t *score = table->projects[p].score;
        for (size_t i = 0; i < json_array_size(json_object_get(score, "levels")); i++) {
            const json_t *level = first_level(score, i);
            size_t at = 0;
            while (level != NULL && at < table->level_count &&
                   strcmp(table->levels[at], name_of(level)) != 0) {
                at++;
            }
            if (level == NULL || at < table->level_count) {
                continue;
            }
            if (wj_grow(&table->levels, &table->level_capacity, table->level_count + 1,
                        sizeof *table->levels) != WJ_OK) {
                return WJ_MEMORY;
            }
            table->levels[table->level_count++] = name_of(level);
        }
    }
    return WJ_OK;
}

/* ---- output ---- */

static const char *text_of(const json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(json_object_get(object, key), "text"));
    return text != NULL ? text : "–";
}

static const char *level_score(const json_t *score, const char *name)
{
    for (size_t i = 0; i < json_array_size(json_object_get(score, "levels")); i++) {
        const json_t *level = first_level(score, i);
        if (level != NULL && strcmp(name_of(level), name) == 0) {
            return text_of(level, "score");
        }
    }
    return "–";
}

static void add_text(struct wj_grid *grid, const char *text)
{
    wj_grid_text(grid, wj_slice_of(text != NULL ? text : "–"));
}

static void add_number(struct wj_grid *grid, const char *text)
{
    wj_grid_number(grid, wj_slice_of(text));
}

/* The rank is shared by equal totals. */
static size_t rank_of(const struct table *table, size_t i)
{
    size_t rank = i;
    while (rank > 0 && mpq_equal(table->projects[rank - 1].total, table->projects[i].total)) {
        rank--;
    }
    return rank + 1;
}

static void fill(const struct table *table, struct wj_grid *grid)
{
    const char *const header[] = {_("rank"),  _("project"), _("folder"), _("points"),
                                  _("score"), _("rate"),    _("grade")};
    enum { FIXED = sizeof header / sizeof *header };
    grid->columns = FIXED + table->level_count;
    for (size_t i = 0; i < grid->columns; i++) {
        add_text(grid, i < FIXED ? header[i] : table->levels[i - FIXED]);
    }
    for (size_t p = 0; p < table->count && table->projects[p].score != NULL; p++) {
        const struct project *project = &table->projects[p];
        wj_grid_count(grid, rank_of(table, p));
        add_text(grid, project->title);
        add_text(grid, project->folder);
        add_number(grid, text_of(project->score, "points"));
        add_number(grid, text_of(project->score, "total"));
        add_number(grid, text_of(project->score, "rate"));
        add_text(grid, json_string_value(json_object_get(project->score, "grade")));
        for (size_t i = 0; i < table->level_count; i++) {
            add_number(grid, level_score(project->score, table->levels[i]));
        }
    }
}

static size_t scored(const struct table *table)
{
    size_t count = 0;
    while (count < table->count && table->projects[count].score != NULL) {
        count++;
    }
    return count;
}

static enum wj_status list_failed(const struct table *table, struct wj_report *report)
{
    enum wj_status status = wj_section_open(report, "failed", _("Not scored"));
    for (size_t i = scored(table); status == WJ_OK && i < table->count; i++) {
        struct wj_buf line = {0};
        wj_buf_addf(&line, "%s: %s", table->projects[i].folder, table->projects[i].why);
        status = wj_section_say(report, WJ_PARAGRAPH, wj_buf_text(&line));
        wj_buf_clear(&line);
    }
    return status;
}

static enum wj_status add_text_report(const struct table *table, struct wj_buf *out)
{
    struct wj_report report = {.language = wj_cli_language()};
    enum wj_status status = WJ_OK;
    report.title = wj_arena_copy(&report.arena, wj_slice_of(""));
    if (report.title == NULL) {
        return WJ_MEMORY;
    }
    if (scored(table) > 0) {
        status = wj_section_open(&report, "projects", _("Projects by score"));
        struct wj_grid *grid = status == WJ_OK ? wj_section_table(&report, NULL) : NULL;
        if (grid != NULL) {
            fill(table, grid);
        }
        status = grid == NULL || grid->failed ? WJ_MEMORY : status;
    }
    if (status == WJ_OK && scored(table) < table->count) {
        status = list_failed(table, &report);
    }
    if (status == WJ_OK) {
        status = wj_write_text(&report, out);
    }
    wj_report_clear(&report);
    return status;
}

static json_t *json_of(const struct table *table)
{
    json_t *projects = json_array();
    json_t *failed = json_array();
    for (size_t i = 0; i < table->count; i++) {
        const struct project *project = &table->projects[i];
        bool good = project->score != NULL;
        json_t *object = json_object();
        if (good) {
            json_object_set_new(object, "rank", json_integer((json_int_t)rank_of(table, i)));
        }
        json_object_set_new(object, "folder", json_string(project->folder));
        json_object_set_new(object, "title", json_string(project->title));
        if (good) {
            json_object_set(object, "score", project->score);
        } else {
            json_object_set_new(object, "message", json_string(project->why));
        }
        json_array_append_new(good ? projects : failed, object);
    }
    json_t *all = json_object();
    json_object_set_new(all, "schema", json_string("wjtab-projects/1"));
    json_object_set_new(all, "projects", projects);
    json_object_set_new(all, "failed", failed);
    return all;
}

static enum wj_status add_json(const struct table *table, struct wj_buf *out)
{
    json_t *all = json_of(table);
    enum wj_status status = wj_write_json(all, 1, out);
    json_decref(all);
    return status;
}

static enum wj_status write_csv(struct table *table)
{
    struct wj_buf bytes = {0};
    struct wj_grid grid = {.arena = &table->arena};
    fill(table, &grid);
    enum wj_status status = grid.failed ? WJ_MEMORY : wj_write_csv(&grid, true, &bytes);
    if (status == WJ_OK) {
        status = wj_cli_write(table->diags, table->wanted->output, wj_buf_slice(&bytes),
                              table->wanted->force);
    }
    wj_grid_clear(&grid);
    wj_buf_clear(&bytes);
    return status;
}

static enum wj_status show(struct table *table)
{
    const struct wj_score_all *wanted = table->wanted;
    bool to_stdout = wanted->output != NULL && strcmp(wanted->output, "-") == 0;
    enum wj_status status = wanted->output != NULL ? write_csv(table) : WJ_OK;
    if (status != WJ_OK || to_stdout || (wanted->quiet && !wanted->json)) {
        return status;
    }
    struct wj_buf text = {0};
    status = wanted->json ? add_json(table, &text) : add_text_report(table, &text);
    if (status == WJ_OK) {
        status = wj_cli_put(table->diags, wj_buf_slice(&text));
    }
    wj_buf_clear(&text);
    return status;
}

enum wj_status wj_score_all(struct wj_diags *diags, const struct wj_score_all *wanted)
{
    struct table table = {.diags = diags, .wanted = wanted};
    unsigned long failures = wj_memory_failures();
    enum wj_status status = score_projects(&table);
    if (status == WJ_OK) {
        qsort(table.projects, table.count, sizeof *table.projects, compare);
        status = collect_levels(&table);
    }
    if (status == WJ_OK) {
        status = wj_memory_status(failures); /* nothing is written that lacks something */
    }
    if (status == WJ_OK) {
        status = show(&table);
    }
    if (status == WJ_OK && scored(&table) < table.count) {
        status = scored(&table) > 0 ? WJ_FINDINGS : WJ_DEFINITION;
    }
    for (size_t i = 0; i < table.count; i++) {
        mpq_clear(table.projects[i].total);
        json_decref(table.projects[i].score);
    }
    wj_free(table.projects);
    wj_free(table.levels);
    wj_arena_clear(&table.arena);
    return wj_memory_failures() == failures ? status : WJ_MEMORY;
}
