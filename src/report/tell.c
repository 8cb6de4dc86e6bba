#include "tell.h"

enum { MOST_IN_LIST = 5, MOST_DESCRIBED = 24 };

void wj_tell_begin(struct wj_tell *tell, struct wj_arena *arena, const struct wj_findings *findings)
{
    const struct wj_survey *survey = findings->survey;
    *tell = (struct wj_tell){
        .arena = arena,
        .findings = findings,
        .survey = survey,
        .words = wj_wording(survey->output.language),
        .percent = survey->percent,
    };
    const char *const *texts = wj_texts(survey->output.language);
    for (size_t i = 0; i < WJ_TEXT_COUNT; i++) {
        tell->texts[i] = texts[i];
    }
    for (size_t i = 0; i < survey->report.text_count; i++) {
        const struct wj_own_text *own = &survey->report.texts[i];
        if (own->kind == WJ_OWN_TEXT) {
            tell->texts[own->number] = own->text;
        }
    }
}

void wj_tell_init(struct wj_tell *tell, struct wj_report *report,
                  const struct wj_findings *findings, const struct wj_comparison *comparison)
{
    wj_tell_begin(tell, &report->arena, findings);
    tell->report = report;
    tell->comparison = comparison;
}

/* ---- filling ---- */

static const char *measured(const struct wj_tell *tell, struct wj_slice name)
{
    for (size_t i = 0; i < tell->survey->measure_count; i++) {
        if (wj_slice_is(name, tell->survey->measures[i].name)) {
            return tell->findings->figures != NULL
                       ? wj_percent(tell, &tell->findings->figures->measures[i])
                       : WJ_NO_FIGURE;
        }
    }
    return "";
}

/* What stands at a place that every text may have. */
static const char *anywhere(const struct wj_tell *tell, struct wj_slice name)
{
    const struct wj_findings *findings = tell->findings;
    const struct wj_survey *survey = tell->survey;
    const struct wj_scoring *scoring = findings->scoring;
    bool surveyed = findings->tally != NULL;
    switch (wj_anywhere_place(name)) {
    case WJ_ANYWHERE_TITLE:
        return survey->title != NULL ? survey->title : "";
    case WJ_ANYWHERE_DISTRIBUTED:
        return survey->has_distributed ? wj_count(tell, survey->distributed) : WJ_NO_FIGURE;
    case WJ_ANYWHERE_RETURNED:
        return surveyed ? wj_count(tell, findings->returned) : WJ_NO_FIGURE;
    case WJ_ANYWHERE_VALID:
        return surveyed ? wj_count(tell, findings->tally->effective) : WJ_NO_FIGURE;
    case WJ_ANYWHERE_RETURN_RATE:
        return surveyed ? wj_percent(tell, &findings->figures->return_rate) : WJ_NO_FIGURE;
    case WJ_ANYWHERE_VALID_RATE:
        return surveyed ? wj_percent(tell, &findings->figures->valid_rate) : WJ_NO_FIGURE;
    case WJ_ANYWHERE_TOTAL:
        return scoring != NULL && scoring->has_total
                   ? wj_print_short(tell->arena, scoring->total, survey->score_rounding)
                   : WJ_NO_FIGURE;
    case WJ_ANYWHERE_GRADE:
        return scoring != NULL && scoring->grade != NULL ? scoring->grade : WJ_NO_FIGURE;
    default:
        return measured(tell, name);
    }
}

static const char *keep(const struct wj_tell *tell, struct wj_buf *text)
{
    const char *copy = wj_arena_copy(tell->arena, wj_buf_slice(text));
    wj_buf_clear(text);
    return copy != NULL ? copy : "";
}

/* `text` is WJ_TEXT_COUNT for a template without places of its own. */
static const char *fill(const struct wj_tell *tell, size_t text, const char *template, size_t count,
                        const char *const *parts)
{
    struct wj_buf filled = {0};
    struct wj_slice rest = wj_slice_of(template);
    struct wj_slice piece;
    enum wj_piece kind;
    while (wj_text_cut(&rest, &piece, &kind)) {
        long place = kind == WJ_PIECE_PLACE && text < WJ_TEXT_COUNT
                         ? wj_text_place((enum wj_text)text, piece)
                         : -1;
        if (kind != WJ_PIECE_PLACE) {
            wj_buf_add(&filled, piece);
        } else if (place >= 0 && (size_t)place < count) {
            wj_buf_add_text(&filled, parts[place]);
        } else {
            wj_buf_add_text(&filled, anywhere(tell, piece));
        }
    }
    return keep(tell, &filled);
}

const char *wj_said(const struct wj_tell *tell, enum wj_text text, size_t count,
                    const char *const *parts)
{
    return fill(tell, text, tell->texts[text], count, parts);
}

const char *wj_said_own(const struct wj_tell *tell, const char *template)
{
    return fill(tell, WJ_TEXT_COUNT, template, 0, NULL);
}

/* ---- saying ---- */

void wj_tell_open(const struct wj_tell *tell, enum wj_section_number section, enum wj_text title)
{
    wj_section_open(tell->report, wj_section_key(section), wj_said(tell, title, 0, NULL));
}

const char *wj_tell_title(const struct wj_tell *tell)
{
    const struct wj_report *report = tell->report;
    return report->section_count > 0 ? report->sections[report->section_count - 1].title : NULL;
}

void wj_tell(const struct wj_tell *tell, enum wj_block_kind kind, enum wj_text text, size_t count,
             const char *const *parts)
{
    wj_section_say(tell->report, kind, wj_said(tell, text, count, parts));
}

void wj_tell_is_detail(const struct wj_tell *tell)
{
    struct wj_block *block = wj_section_last(tell->report);
    if (block != NULL) {
        block->detail = true;
    }
}

void wj_tell_section_is_detail(const struct wj_tell *tell, bool detail)
{
    if (tell->report->section_count > 0) {
        tell->report->sections[tell->report->section_count - 1].detail = detail;
    }
}

void wj_tell_detail(const struct wj_tell *tell, enum wj_block_kind kind, enum wj_text text,
                    size_t count, const char *const *parts)
{
    wj_tell(tell, kind, text, count, parts);
    wj_tell_is_detail(tell);
}

const char *wj_sentences(const struct wj_tell *tell, const char *first, const char *second)
{
    const char *parts[] = {first, second};
    bool both = first[0] != '\0' && second[0] != '\0';
    return wj_print(tell->arena, both ? tell->words->sentences : "%s%s", 2, parts);
}

void wj_list_add(const struct wj_tell *tell, struct wj_list *list, const char *text)
{
    const struct wj_wording *words = tell->words;
    const char *parts[] = {text};
    if (list->count++ < MOST_IN_LIST) {
        wj_buf_add_text(&list->text, list->count == 1 ? ""
                                     : list->quoted   ? words->quoted_comma
                                                      : words->comma);
        wj_buf_add_text(&list->text,
                        list->quoted ? wj_print(tell->arena, words->quoted, 1, parts) : text);
    }
}

const char *wj_list_said(const struct wj_tell *tell, struct wj_list *list)
{
    const char *parts[] = {keep(tell, &list->text), wj_count(tell, list->count)};
    return list->count > MOST_IN_LIST ? wj_print(tell->arena, tell->words->list_more, 2, parts)
                                      : parts[0];
}

bool wj_tell_list(const struct wj_tell *tell, enum wj_block_kind kind, enum wj_text text,
                  struct wj_list *list)
{
    const char *parts[] = {wj_list_said(tell, list)};
    if (list->count > 0) {
        wj_tell(tell, kind, text, 1, parts);
    }
    return list->count > 0;
}

/* ---- figures ---- */

const char *wj_count(const struct wj_tell *tell, uint64_t count)
{
    return wj_print_count(tell->arena, count);
}

const char *wj_percent(const struct wj_tell *tell, const struct wj_figure *figure)
{
    return wj_print_percent(tell->arena, figure, tell->percent);
}

const char *wj_decimals(const struct wj_tell *tell, const mpq_t value, unsigned places)
{
    struct wj_rounding rounding = {.places = places, .mode = WJ_HALF_UP};
    struct wj_buf text = {0};
    wj_number_fixed(&text, value, rounding);
    return keep(tell, &text);
}

const char *wj_points(const struct wj_tell *tell, const mpq_t difference)
{
    struct wj_buf text = {0};
    mpq_t points;
    mpq_init(points);
    mpq_set_ui(points, 100, 1);
    mpq_mul(points, points, difference);
    wj_number_round(points, points, (int)tell->percent.places, tell->percent.mode);
    wj_buf_add_text(&text, mpq_sgn(points) > 0 ? "+" : "");
    wj_number_fixed(&text, points, tell->percent);
    mpq_clear(points);
    return keep(tell, &text);
}

const char *wj_limits(const struct wj_tell *tell, const struct wj_interval *interval)
{
    struct wj_figure lower = {.exists = true};
    struct wj_figure upper = {.exists = true};
    if (interval->missing != WJ_INTERVAL_THERE) {
        return interval->missing == WJ_SUPPRESSED ? WJ_HIDDEN_TEXT : WJ_NO_FIGURE;
    }
    mpq_inits(lower.value, upper.value, NULL);
    wj_interval_limits(interval, lower.value, upper.value);
    const char *parts[] = {wj_percent(tell, &lower), wj_percent(tell, &upper)};
    mpq_clears(lower.value, upper.value, NULL);
    return wj_print(tell->arena, "%s–%s", 2, parts);
}

const char *wj_confidence(const struct wj_tell *tell)
{
    mpq_t one;
    mpq_init(one);
    mpq_set_ui(one, 1, 1);
    const char *text = wj_print_ratio(tell->arena, tell->survey->confidence, one,
                                      (struct wj_rounding){10, WJ_HALF_UP});
    mpq_clear(one);
    return text;
}

/* Market research marks small bases with asterisks; beside hidden counts, which statistical offices
 * mark so, daggers do. */
static const char *mark_of(const struct wj_tell *tell, bool strong)
{
    return tell->survey->suppress_below > 0 ? (strong ? "‡" : "†") : strong ? "**" : "*";
}

const char *wj_base_mark(const struct wj_tell *tell, uint64_t base)
{
    const struct wj_small_base *small = &tell->survey->small_base;
    bool strong = base < small->strong;
    return base == 0 || (!strong && base >= small->warn) ? "" : mark_of(tell, strong);
}

void wj_tell_small_base(const struct wj_tell *tell, uint64_t least_base)
{
    const struct wj_small_base *small = &tell->survey->small_base;
    bool both = small->strong > 0 && small->strong < small->warn;
    if (*tell->marks_explained || wj_base_mark(tell, least_base)[0] == '\0') {
        return;
    }
    const char *two[] = {wj_count(tell, small->warn), wj_count(tell, small->strong),
                         mark_of(tell, false), mark_of(tell, true)};
    const char *one[] = {mark_of(tell, small->strong > 0), two[0]};
    wj_tell(tell, WJ_REMARK, both ? WJ_TEXT_SMALL_BASE : WJ_TEXT_SMALL_BASE_ONE, both ? 4 : 2,
            both ? two : one);
    *tell->marks_explained = true;
}

bool wj_is_hidden(const struct wj_tell *tell, size_t question)
{
    const struct wj_hidden *hidden = tell->findings->figures->hidden;
    return hidden != NULL && hidden->questions[question].any;
}

void wj_tell_hidden(const struct wj_tell *tell, uint64_t cells)
{
    if (cells > 0) {
        const char *parts[] = {wj_count(tell, tell->survey->suppress_below), wj_count(tell, cells)};
        wj_tell(tell, WJ_REMARK, WJ_TEXT_HIDDEN, 2, parts);
    }
}

static uint64_t hidden_of(const uint64_t *counts, size_t count)
{
    uint64_t hidden = 0;
    for (size_t i = 0; i < count; i++) {
        hidden += counts[i] == WJ_HIDDEN ? 1 : 0;
    }
    return hidden;
}

void wj_tell_hidden_table(const struct wj_tell *tell, size_t table, size_t first, size_t count)
{
    const struct wj_tally *tally = tell->findings->tally;
    uint64_t cells = 0;
    for (size_t row = first; row < first + count; row++) {
        const struct wj_cross_tally *all = wj_tally_all(tally, table, row);
        for (size_t i = 0; i < tell->survey->tables[table].by_count; i++) {
            const struct wj_cross_tally *cross = wj_tally_cross(tally, table, row, i);
            cells += hidden_of(cross->cells, cross->row_count * cross->column_count) +
                     hidden_of(cross->column_base, cross->column_count);
        }
        cells += hidden_of(all->totals, all->row_count) + hidden_of(&all->total_base, 1);
    }
    wj_tell_hidden(tell, cells);
}

int32_t wj_millionths(const mpq_t value)
{
    mpq_t scaled;
    mpq_init(scaled);
    wj_number_round(scaled, value, 6, WJ_HALF_UP);
    mpz_mul_ui(mpq_numref(scaled), mpq_numref(scaled), WJ_CHART_WHOLE);
    mpq_canonicalize(scaled);
    int32_t result = (int32_t)mpz_get_si(mpq_numref(scaled));
    mpq_clear(scaled);
    return result;
}

/* ---- tables, charts ---- */

void wj_cell(struct wj_grid *grid, const char *text)
{
    wj_grid_text(grid, wj_slice_of(text));
}

void wj_cell_figure(struct wj_grid *grid, const char *text)
{
    wj_grid_number(grid, wj_slice_of(text));
}

bool wj_chart_rows(const struct wj_tell *tell, struct wj_chart *chart, size_t count)
{
    if (chart == NULL) {
        return false;
    }
    chart->rows = wj_arena_alloc(tell->arena, count * sizeof *chart->rows);
    chart->row_count = chart->rows != NULL ? count : 0;
    return chart->rows != NULL;
}

void wj_chart_bar(struct wj_chart_row *row, const char *label, const struct wj_figure *figure,
                  const char *text)
{
    *row = (struct wj_chart_row){.label = label, .text = text, .has_value = figure->exists};
    if (figure->exists) {
        row->value = wj_millionths(figure->value);
    }
}

void wj_chart_interval(struct wj_chart_row *row, const struct wj_interval *interval)
{
    mpq_t lower;
    mpq_t upper;
    if (!row->has_value || interval->missing != WJ_INTERVAL_THERE) {
        return;
    }
    mpq_inits(lower, upper, NULL);
    wj_interval_limits(interval, lower, upper);
    row->has_interval = true;
    row->lower = wj_millionths(lower);
    row->upper = wj_millionths(upper);
    mpq_clears(lower, upper, NULL);
}

void wj_tell_intervals(const struct wj_tell *tell, const struct wj_chart *chart)
{
    const char *parts[] = {wj_confidence(tell)};
    bool any = false;
    for (size_t i = 0; i < chart->row_count; i++) {
        any = any || chart->rows[i].has_interval;
    }
    if (any) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_INTERVAL, 1, parts);
    }
}

/* "非常满意 26.42%、满意 69.81%" */
static void describe_row(const struct wj_tell *tell, const struct wj_chart *chart,
                         const struct wj_chart_row *row, struct wj_buf *said)
{
    wj_buf_addf(said, "%s ", row->label);
    if (chart->kind != WJ_CHART_STACKED || !row->has_value) {
        wj_buf_add_text(said, row->text[0] != '\0' ? row->text : WJ_NO_FIGURE);
        return;
    }
    for (size_t i = 0; i < chart->series_count; i++) {
        wj_buf_addf(said, "%s%s %s", i > 0 ? tell->words->comma : "", chart->series[i],
                    row->parts[i].text);
    }
}

void wj_chart_describe(const struct wj_tell *tell, struct wj_chart *chart)
{
    struct wj_buf said = {0};
    const char *parts[] = {chart->title, wj_count(tell, chart->row_count)};
    if (chart->row_count * (chart->series_count + 1) > 5 * MOST_DESCRIBED) {
        chart->description = wj_said(tell, WJ_TEXT_CHART_IN_TABLE, 2, parts);
        return;
    }
    wj_buf_add_text(&said, wj_print(tell->arena, tell->words->chart_begin, 1, parts));
    for (size_t i = 0; i < chart->row_count; i++) {
        wj_buf_add_text(&said, i > 0 ? tell->words->semicolon : "");
        describe_row(tell, chart, &chart->rows[i], &said);
    }
    wj_buf_add_text(&said, tell->words->full_stop);
    chart->description = keep(tell, &said);
}
