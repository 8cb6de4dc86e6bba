#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "cli.h"
#include "options.h"
#include "score_all.h"
#include "wjtab/base/digest.h"
#include "wjtab/base/file.h"
#include "wjtab/base/memory.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "wjtab/report/report.h"
#include "wjtab/score/score.h"
#include "wjtab/write/write.h"

enum { MOST_RESULTS = 256 << 20 };

/* What the command works with. */
struct scoring_job {
    struct wj_options shared;
    struct wj_diags diags;
    struct wj_survey *survey; /* with --survey */
    struct wj_survey plain;   /* without: the defaults */
    const char *facts;
    const char *results;
    bool explain;
    bool all;
    struct wj_known *known;
    size_t known_count;
    size_t known_capacity;
    struct wj_scoring scoring;
    struct wj_arena arena;
};

static const struct option options[] = {
    {"facts", required_argument, NULL, 'f'},
    {"results", required_argument, NULL, 'r'},
    {"set", required_argument, NULL, 'S'},
    {"survey", required_argument, NULL, 'y'},
    {"output", required_argument, NULL, WJ_OPTION_OUTPUT},
    {"json", no_argument, NULL, WJ_OPTION_JSON},
    {"explain", no_argument, NULL, 'x'},
    {"all", no_argument, NULL, 'a'},
    {"quiet", no_argument, NULL, WJ_OPTION_QUIET},
    {"strict", no_argument, NULL, WJ_OPTION_STRICT},
    {"force", no_argument, NULL, WJ_OPTION_FORCE},
    {"encoding", required_argument, NULL, WJ_OPTION_ENCODING},
    {"delimiter", required_argument, NULL, WJ_OPTION_DELIMITER},
    {"help", no_argument, NULL, WJ_OPTION_HELP},
    {NULL, 0, NULL, 0},
};

static const char *help(void)
{
    return _("wjtab score SCORING.csv — fills a scoring table\n"
             "wjtab score --all FOLDER — scores the projects in its subfolders, and ranks them\n"
             "\n"
             "Computes the indicators that have a formula, the levels, the total and the grade,\n"
             "and prints the table. The formulas use facts, the figures of an earlier\n"
             "“wjtab run”, and values given here.\n"
             "\n"
             "      --facts FILE      facts (名称, 值, 单位, 来源)\n"
             "      --results FILE    results.json of a run: its measures and returns\n"
             "      --set NAME=VALUE  a value, instead of a fact of that name; may be repeated\n"
             "      --survey YAML     takes rounding and grades from a definition\n"
             "  -o, --output FILE     writes the filled table (- is standard output); everything\n"
             "                        that was not computed comes back byte for byte\n"
             "      --encoding E      auto, utf-8, gb18030, utf-16: of table and facts\n"
             "      --delimiter D     auto, tab, or one character: of table and facts\n"
             "      --json            prints the scores as JSON\n"
             "      --explain         prints how every score came about, too\n"
             "      --all             FOLDER's subfolders are projects, each with a definition\n"
             "                        (survey.yaml) or a scoring.csv; -o writes the table as CSV\n"
             "      --strict          exit status 1 if there was a warning\n"
             "      --force           replaces an existing output file\n"
             "  -q, --quiet           prints only what is wrong\n"
             "\n"
             "Examples:\n"
             "  wjtab score scoring.csv --facts facts.csv --set 满意度=85.13%\n"
             "  wjtab score scoring.csv --results out/results.json -o filled.csv\n"
             "  wjtab score --all projects -o ranking.csv\n");
}

/* ---- known values ---- */

static struct wj_known *add_known(struct scoring_job *job, struct wj_slice name)
{
    if (wj_grow(&job->known, &job->known_capacity, job->known_count + 1, sizeof *job->known) !=
        WJ_OK) {
        return NULL;
    }
    struct wj_known *known = &job->known[job->known_count];
    *known = (struct wj_known){.name = wj_arena_copy(&job->arena, name)};
    if (known->name == NULL) {
        return NULL;
    }
    mpq_init(known->value);
    job->known_count++;
    return known;
}

static enum wj_status add_set(struct scoring_job *job, const char *text)
{
    const char *equals = strchr(text, '=');
    struct wj_buf cleaned = {0};
    enum wj_status status = WJ_OK;
    bool readable = false;
    struct wj_known *known = NULL;
    if (equals != NULL && equals != text) {
        wj_text_clean(&cleaned, wj_slice_of(equals + 1), true);
        known = add_known(job, wj_text_trim(wj_slice(text, (size_t)(equals - text))));
        status = known == NULL ? WJ_MEMORY : wj_buf_status(&cleaned);
    }
    if (known != NULL && status == WJ_OK) {
        readable = !wj_text_has_odd_digit(wj_slice_of(equals + 1)) &&
                   wj_number_parse(known->value, wj_buf_slice(&cleaned),
                                   WJ_NUMBER_PERCENT | WJ_NUMBER_THOUSANDS | WJ_NUMBER_EXPONENT);
        known->has_value = true;
        known->percent = cleaned.len > 0 && cleaned.ptr[cleaned.len - 1] == '%';
        known->replaces = true;
    }
    wj_buf_clear(&cleaned);
    if (status == WJ_OK && !readable) {
        return wj_fail(&job->diags, WJ_USAGE, "usage", NULL,
                       _("“--set %s”: it must be a name, =, and a number, as in --set "
                         "满意度=85.13%%"),
                       text);
    }
    return status;
}

static bool is_set(const struct scoring_job *job, const char *name)
{
    for (size_t i = 0; i < job->known_count; i++) {
        if (strcmp(job->known[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/* An integer of results.json: a number, or decimal text beyond 2^53. */
static bool read_integer(mpq_t value, const json_t *json)
{
    if (json_is_string(json)) {
        return wj_number_parse(value, wj_slice_of(json_string_value(json)), 0);
    }
    mpq_set_si(value, json_integer_value(json), 1);
    return json_is_integer(json);
}

/* Takes a count, a fraction, or null, under its name. */
static enum wj_status take_result(struct scoring_job *job, const char *name, const json_t *json)
{
    if (name == NULL || json == NULL || is_set(job, name)) {
        return WJ_OK;
    }
    struct wj_known *known = add_known(job, wj_slice_of(name));
    mpq_t den;
    if (known == NULL) {
        return WJ_MEMORY;
    }
    known->why = _("it is null in the results");
    if (!json_is_object(json)) {
        known->has_value = read_integer(known->value, json);
        return WJ_OK;
    }
    mpq_init(den);
    known->percent = true;
    known->has_value = read_integer(known->value, json_object_get(json, "num")) &&
                       read_integer(den, json_object_get(json, "den")) && mpq_sgn(den) > 0;
    if (known->has_value) {
        mpq_div(known->value, known->value, den);
    }
    mpq_clear(den);
    return WJ_OK;
}

/* A measure, and its weighted figure where there is one. */
static enum wj_status take_measure(struct scoring_job *job, const json_t *measure)
{
    const char *name = json_string_value(json_object_get(measure, "name"));
    const json_t *weighted = json_object_get(measure, "weighted");
    struct wj_buf longer = {0};
    enum wj_status status = take_result(job, name, json_object_get(measure, "rate"));
    if (status == WJ_OK && name != NULL && weighted != NULL) {
        wj_buf_addf(&longer, "%s" WJ_WEIGHTED_NAME, name);
        status = wj_buf_status(&longer);
        status = status == WJ_OK ? take_result(job, wj_buf_text(&longer), weighted) : status;
    }
    wj_buf_clear(&longer);
    return status;
}

static enum wj_status take_results(struct scoring_job *job, const json_t *results)
{
    static const char *const returns[][2] = {{"有效问卷", "valid"},
                                             {"回收问卷", "returned"},
                                             {"发放问卷", "distributed"},
                                             {"回收率", "return_rate"},
                                             {"有效率", "valid_rate"}};
    const json_t *counts = json_object_get(results, "returns");
    enum wj_status status = WJ_OK;
    size_t i;
    json_t *measure;
    for (size_t j = 0; status == WJ_OK && j < sizeof returns / sizeof *returns; j++) {
        status = take_result(job, returns[j][0], json_object_get(counts, returns[j][1]));
    }
    json_array_foreach(json_object_get(results, "measures"), i, measure)
    {
        status = status == WJ_OK ? take_measure(job, measure) : status;
    }
    return status;
}

/* Is there a file beside the results whose content has another digest? */
static enum wj_status has_changed(struct scoring_job *job, const char *name, const char *digest,
                                  bool *changed)
{
    struct wj_buf path = {0};
    struct wj_buf bytes = {0};
    char now[WJ_DIGEST_TEXT];
    enum wj_status status = WJ_OK;
    wj_path_beside(&path, job->results, name);
    *changed = false;
    if (wj_buf_status(&path) == WJ_OK && wj_path_exists(wj_buf_text(&path))) {
        status = wj_file_read(&job->diags, wj_buf_text(&path), MOST_RESULTS, &bytes);
        if (status == WJ_OK) {
            status = wj_digest_of(wj_buf_slice(&bytes), now);
        }
        *changed = status == WJ_OK && strcmp(now, digest) != 0;
    }
    wj_buf_clear(&path);
    wj_buf_clear(&bytes);
    return status;
}

/* Warns where the definition behind the results, which lies above their folder or in it, is no
 * longer the one that they were computed with. */
static enum wj_status check_definition(struct scoring_job *job, const json_t *results)
{
    const json_t *survey = json_object_get(results, "survey");
    const char *file = json_string_value(json_object_get(survey, "file"));
    const char *digest = json_string_value(json_object_get(survey, "sha256"));
    struct wj_place place = {.file = job->results};
    struct wj_buf above = {0};
    bool changed = false;
    if (file == NULL || digest == NULL || strchr(file, '/') != NULL) {
        return WJ_OK;
    }
    wj_buf_addf(&above, "../%s", file);
    enum wj_status status = has_changed(job, wj_buf_text(&above), digest, &changed);
    wj_buf_clear(&above);
    if (status == WJ_OK && !changed) {
        status = has_changed(job, file, digest, &changed);
    }
    if (changed) {
        wj_diag_add(&job->diags, WJ_WARNING, "results_outdated", &place,
                    _("the definition %s was changed since these results were computed; run it "
                      "again"),
                    file);
    }
    return status;
}

static enum wj_status read_results(struct scoring_job *job)
{
    struct wj_buf bytes = {0};
    struct wj_place place = {.file = job->results};
    json_error_t fault = {.line = 0};
    enum wj_status status = wj_file_read(&job->diags, job->results, MOST_RESULTS, &bytes);
    if (status != WJ_OK) {
        wj_buf_clear(&bytes);
        return status;
    }
    json_t *results = json_loadb(wj_buf_text(&bytes), bytes.len, 0, &fault);
    const char *schema = json_string_value(json_object_get(results, "schema"));
    if (schema == NULL || strcmp(schema, "wjtab-results/1") != 0) {
        place.line = results == NULL ? (uint64_t)fault.line : 0;
        status = wj_fail(&job->diags, WJ_DEFINITION, "not_results", &place,
                         _("this is not the results.json of a “wjtab run”"));
    } else {
        status = check_definition(job, results);
        status = status == WJ_OK ? take_results(job, results) : status;
    }
    json_decref(results);
    wj_buf_clear(&bytes);
    return status;
}

/* ---- defaults ---- */

static void set_defaults(struct scoring_job *job)
{
    job->plain.percent = (struct wj_rounding){2, WJ_HALF_UP};
    job->plain.score_rounding = (struct wj_rounding){1, WJ_HALF_UP};
    job->plain.path = "";
}

/* ---- output ---- */

static bool ends_with(const char *text, const char *ending)
{
    size_t len = strlen(text);
    size_t last = strlen(ending);
    return len >= last && strcasecmp(text + len - last, ending) == 0;
}

/* The filled table is of the kind that the table is: a name that says otherwise would mislead the
 * programs that open it. */
static enum wj_status check_kind(struct scoring_job *job)
{
    struct wj_place place = {.file = job->shared.output};
    bool workbook = job->scoring.table.part != NULL;
    if (workbook && strcmp(job->shared.output, "-") == 0 && isatty(STDOUT_FILENO)) {
        return wj_fail(&job->diags, WJ_USAGE, "usage", NULL,
                       _("a workbook is not for a terminal; name a file with -o"));
    }
    if (workbook &&
        (ends_with(job->shared.output, ".csv") || ends_with(job->shared.output, ".txt"))) {
        return wj_fail(&job->diags, WJ_USAGE, "usage", &place,
                       _("the scoring table is a workbook, and so is what is written; name a file "
                         "that ends in .xlsx"));
    }
    if (!workbook &&
        (ends_with(job->shared.output, ".xlsx") || ends_with(job->shared.output, ".xls"))) {
        return wj_fail(&job->diags, WJ_USAGE, "usage", &place,
                       _("the scoring table is a CSV file, and so is what is written; name a file "
                         "that ends in .csv"));
    }
    return WJ_OK;
}

static enum wj_status write_file(struct scoring_job *job, const struct wj_report *report,
                                 const char *table)
{
    const char *const inputs[] = {table, job->facts, job->results,
                                  job->survey != NULL ? job->survey->path : NULL};
    struct wj_place place = {.file = job->shared.output};
    enum wj_status status = check_kind(job);
    if (status == WJ_OK) {
        status = wj_cli_spare_inputs(&job->diags, job->shared.output, inputs,
                                     sizeof inputs / sizeof *inputs);
    }
    if (status != WJ_OK) {
        return status;
    }
    if (report->scoring.name == NULL) {
        return wj_fail(&job->diags, WJ_DEFINITION, "not_written_back", &place,
                       _("nothing was written, since the workbook could not be changed exactly"));
    }
    return wj_cli_write(&job->diags, job->shared.output, wj_buf_slice(&report->scoring.bytes),
                        job->shared.force);
}

/* The summary leaves the explanation to documents, unless it is asked for. */
static void show_explanation(struct wj_report *report)
{
    for (size_t i = 0; i < report->section_count; i++) {
        if (strcmp(report->sections[i].key, "explain") == 0) {
            report->sections[i].detail = false;
        }
    }
}

static enum wj_status print(struct scoring_job *job, const struct wj_report *report)
{
    unsigned long failures = wj_memory_failures();
    struct wj_buf text = {0};
    enum wj_status status = WJ_OK;
    if (job->shared.json) {
        status = wj_write_json(report->results, 1, &text);
    } else {
        status = wj_write_text(report, &text);
    }
    if (status == WJ_OK) {
        status = wj_memory_status(failures);
    }
    if (status == WJ_OK) {
        status = wj_cli_put(&job->diags, wj_buf_slice(&text));
    }
    wj_buf_clear(&text);
    return status;
}

static enum wj_status compute(struct scoring_job *job, const char *table)
{
    const struct wj_survey *survey = job->survey != NULL ? job->survey : &job->plain;
    struct wj_report report = {0};
    struct wj_score_options wanted = wj_score_options_of(survey);
    wanted.file = table;
    wanted.facts = job->facts;
    wanted.read = &job->shared.read;
    wanted.known = job->known;
    wanted.known_count = job->known_count;
    struct wj_findings findings = {.survey = survey, .scoring = &job->scoring};
    bool to_stdout = job->shared.output != NULL && strcmp(job->shared.output, "-") == 0;
    enum wj_status status = wj_scoring_compute(&job->diags, &wanted, &job->scoring);
    if (status == WJ_OK) {
        status = wj_report_build(&job->diags, &findings, &report);
    }
    if (status == WJ_OK && job->shared.output != NULL) {
        status = write_file(job, &report, table);
    }
    if (status == WJ_OK && job->explain) {
        show_explanation(&report);
    }
    if (status == WJ_OK && !to_stdout && (job->shared.json || !job->shared.quiet)) {
        status = print(job, &report);
    }
    wj_report_clear(&report);
    wj_scoring_clear(&job->scoring);
    return status == WJ_OK && job->shared.strict && job->diags.warnings > 0 ? WJ_FINDINGS : status;
}

/* ---- options ---- */

static enum wj_status take(void *chosen, struct wj_diags *diags, int option, const char *value)
{
    struct scoring_job *job = chosen;
    switch (option) {
    case 'f':
        job->facts = value;
        return WJ_OK;
    case 'r':
        job->results = value;
        return WJ_OK;
    case 'S':
        return add_set(job, value);
    case 'y':
        return wj_survey_load(diags, value, &job->survey);
    case 'x':
        job->explain = true;
        return WJ_OK;
    default:
        job->all = true;
        return WJ_OK;
    }
}

static enum wj_status take_options(struct scoring_job *job, int argc, char **argv)
{
    enum wj_status status =
        wj_options_take(&job->shared, &job->diags, options, argc, argv, take, job);
    if (status == WJ_OK && !job->shared.helped && optind + 1 != argc) {
        return wj_fail(&job->diags, WJ_USAGE, "usage", NULL,
                       job->all ? _("name one folder: wjtab score --all FOLDER")
                                : _("name one scoring table: wjtab score SCORING.csv"));
    }
    return status;
}

/* What belongs to one table has no place beside several. */
static enum wj_status score_all(struct scoring_job *job, const char *folder)
{
    struct wj_score_all wanted = {
        .folder = folder,
        .output = job->shared.output,
        .json = job->shared.json,
        .quiet = job->shared.quiet,
        .force = job->shared.force,
        .plain = job->survey != NULL ? job->survey : &job->plain,
    };
    if (job->facts != NULL || job->results != NULL || job->known_count > 0 || job->explain) {
        return wj_fail(&job->diags, WJ_USAGE, "usage", NULL,
                       _("--all takes facts from each project's folder: leave out --facts, "
                         "--results, --set and --explain"));
    }
    return wj_score_all(&job->diags, &wanted);
}

static void clear(struct scoring_job *job)
{
    wj_known_clear(job->known, job->known_count);
    wj_free(job->known);
    wj_survey_free(job->survey);
    wj_arena_clear(&job->arena);
}

static bool is_definition(const char *path)
{
    const char *end = path != NULL ? strrchr(path, '.') : NULL;
    return end != NULL && (strcmp(end, ".yaml") == 0 || strcmp(end, ".yml") == 0);
}

int wj_cmd_score(int argc, char **argv)
{
    struct scoring_job job = {0};
    set_defaults(&job);
    enum wj_status status = take_options(&job, argc, argv);
    if (status == WJ_OK && job.shared.helped) {
        clear(&job);
        return wj_cli_help(help());
    }
    if (status == WJ_OK && is_definition(argv[optind])) {
        struct wj_place place = {.file = argv[optind]};
        status = wj_fail(&job.diags, WJ_USAGE, "usage", &place,
                         _("this is a definition; its scoring file is named in it: wjtab run %s"),
                         argv[optind]);
    }
    if (status == WJ_OK && job.results != NULL) {
        status = read_results(&job);
    }
    if (status == WJ_OK) {
        status = job.all ? score_all(&job, argv[optind]) : compute(&job, argv[optind]);
    }
    clear(&job);
    return wj_cli_finish(&job.diags, status, job.shared.quiet);
}
