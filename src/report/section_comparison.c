/* This survey beside the one that the definition names as `previous`. */
#include <string.h>

#include "grids.h"
#include "sections.h"
#include "waves.h"

enum { COLUMNS = 7 };

enum { MOST_SHARES = 300 }; /* rows of a document's table; all stand in comparison.csv */

static const char *change_text(const struct wj_tell *tell, const struct wj_wave *wave)
{
    return wave->missing != WJ_WAVE_THERE ? tell->words->no_wave[wave->missing]
                                          : tell->words->changes[wave->change.direction + 1];
}

static const char *difference_text(const struct wj_tell *tell, const struct wj_wave *wave)
{
    return wave->difference.exists ? wj_points(tell, wave->difference.value) : WJ_NO_FIGURE;
}

/* "-1.20～+3.40", in percentage points. */
static const char *interval_text(const struct wj_tell *tell, const struct wj_wave *wave)
{
    mpq_t lower;
    mpq_t upper;
    if (!wave->change.exists) {
        return WJ_NO_FIGURE;
    }
    mpq_inits(lower, upper, NULL);
    wj_change_limits(&wave->change, lower, upper);
    const char *parts[] = {wj_points(tell, lower), wj_points(tell, upper)};
    mpq_clears(lower, upper, NULL);
    return wj_print(tell->arena, tell->words->range, 2, parts);
}

/* With the mark of a small one. */
static const char *base_text(const struct wj_tell *tell, uint64_t base)
{
    const char *parts[] = {wj_count(tell, base), wj_base_mark(tell, base)};
    return base == 0 ? WJ_NO_FIGURE : wj_print(tell->arena, "%s%s", 2, parts);
}

static void add_figures(const struct wj_tell *tell, struct wj_grid *grid,
                        const struct wj_wave *wave)
{
    wj_cell_figure(grid, wj_percent(tell, &wave->before));
    wj_cell_figure(grid, wj_percent(tell, &wave->now));
    wj_cell_figure(grid, base_text(tell, wave->base_before));
    wj_cell_figure(grid, base_text(tell, wave->base_now));
    wj_cell_figure(grid, difference_text(tell, wave));
    wj_cell_figure(grid, interval_text(tell, wave));
    wj_cell(grid, change_text(tell, wave));
}

/* The columns from `first` on, the interval's with its level. */
static void add_header(const struct wj_tell *tell, struct wj_grid *grid, size_t names,
                       const char *const *name)
{
    const char *level[] = {wj_confidence(tell)};
    grid->columns = names + COLUMNS;
    for (size_t i = 0; i < names; i++) {
        wj_cell(grid, name[i]);
    }
    for (size_t i = 0; i < COLUMNS; i++) {
        wj_cell(grid, i == COLUMNS - 2
                          ? wj_print(tell->arena, tell->words->wave_columns[i], 1, level)
                          : tell->words->wave_columns[i]);
    }
}

static size_t count_kind(const struct wj_waves *waves, bool shares)
{
    size_t count = 0;
    for (size_t i = 0; i < waves->count; i++) {
        count += (waves->list[i].kind == WJ_WAVE_SHARE) == shares ? 1 : 0;
    }
    return count;
}

static void add_rates(const struct wj_tell *tell, const struct wj_waves *waves)
{
    const char *const names[] = {tell->words->item};
    if (count_kind(waves, false) == 0) {
        return;
    }
    struct wj_grid *grid =
        wj_section_table(tell->report, wj_said(tell, WJ_TEXT_COMPARISON_TABLE, 0, NULL));
    if (grid == NULL) {
        return;
    }
    add_header(tell, grid, 1, names);
    for (size_t i = 0; i < waves->count; i++) {
        if (waves->list[i].kind != WJ_WAVE_SHARE) {
            wj_cell(grid, waves->list[i].label);
            add_figures(tell, grid, &waves->list[i]);
        }
    }
}

static void add_shares(const struct wj_tell *tell, const struct wj_waves *waves)
{
    const char *const names[] = {tell->words->item, tell->words->option};
    size_t all = count_kind(waves, true);
    size_t shown = 0;
    const char *before = "";
    if (all == 0) {
        return;
    }
    struct wj_grid *grid =
        wj_section_table(tell->report, wj_said(tell, WJ_TEXT_COMPARISON_SHARES, 0, NULL));
    wj_tell_is_detail(tell);
    if (grid == NULL) {
        return;
    }
    add_header(tell, grid, 2, names);
    for (size_t i = 0; i < waves->count && shown < MOST_SHARES; i++) {
        const struct wj_wave *wave = &waves->list[i];
        if (wave->kind == WJ_WAVE_SHARE) {
            wj_cell(grid, strcmp(wave->name, before) != 0 ? wave->label : "");
            wj_cell(grid, wave->option != NULL ? wave->option : tell->words->all_options);
            add_figures(tell, grid, wave);
            before = wave->name;
            shown++;
        }
    }
    const char *more[] = {wj_count(tell, all - shown)};
    if (shown < all) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_COMPARISON_MORE, 1, more);
    }
}

/* ---- sentences ---- */

static bool is_rate(const struct wj_wave *wave)
{
    return wave->kind != WJ_WAVE_SHARE;
}

static bool say_direction(const struct wj_tell *tell, const struct wj_waves *waves, int direction)
{
    struct wj_list list = {0};
    for (size_t i = 0; i < waves->count; i++) {
        const struct wj_wave *wave = &waves->list[i];
        const char *parts[] = {wave->label, difference_text(tell, wave)};
        if (is_rate(wave) && wave->change.exists && wave->change.direction == direction) {
            wj_list_add(tell, &list, wj_said(tell, WJ_TEXT_COMPARISON_ONE, 2, parts));
        }
    }
    return wj_tell_list(tell, WJ_PARAGRAPH,
                        direction > 0 ? WJ_TEXT_COMPARISON_UP : WJ_TEXT_COMPARISON_DOWN, &list);
}

static void say_changes(const struct wj_tell *tell, const struct wj_waves *waves)
{
    size_t compared = 0;
    for (size_t i = 0; i < waves->count; i++) {
        compared += is_rate(&waves->list[i]) && waves->list[i].change.exists ? 1 : 0;
    }
    bool up = say_direction(tell, waves, 1);
    bool down = say_direction(tell, waves, -1);
    if (compared > 0 && !up && !down) {
        wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_COMPARISON_SAME, 0, NULL);
    }
}

/* The option of a question; or, once, the question or measure itself. */
static void add_wave(const struct wj_tell *tell, struct wj_list *list, const struct wj_wave *wave,
                     bool option, const char **before)
{
    const char *parts[] = {wave->label, wave->option != NULL ? wave->option : ""};
    if (option) {
        wj_list_add(tell, list, wj_print(tell->arena, tell->words->option_of, 2, parts));
    } else if (strcmp(wave->name, *before) != 0) {
        wj_list_add(tell, list, wave->label);
        *before = wave->name;
    }
}

/* Which figures, counted once a question, do not match for a reason between two. */
static void say_mismatch(const struct wj_tell *tell, const struct wj_waves *waves,
                         enum wj_text text, enum wj_no_wave from, enum wj_no_wave to)
{
    struct wj_list list = {.quoted = true};
    const char *before = "";
    for (size_t i = 0; i < waves->count; i++) {
        const struct wj_wave *wave = &waves->list[i];
        bool shown = wave->kind == WJ_WAVE_MEASURE || wave->kind == WJ_WAVE_SHARE;
        if (shown && wave->missing >= from && wave->missing <= to) {
            add_wave(tell, &list, wave, wave->option != NULL, &before);
        }
    }
    wj_tell_list(tell, WJ_REMARK, text, &list);
}

/* Rates with other scores have the same options, which are compared. */
static void say_other_scores(const struct wj_tell *tell, const struct wj_waves *waves)
{
    struct wj_list list = {.quoted = true};
    for (size_t i = 0; i < waves->count; i++) {
        const struct wj_wave *wave = &waves->list[i];
        if (wave->kind == WJ_WAVE_RATE && wave->missing >= WJ_WAVE_OTHER_OPTIONS &&
            wave->missing <= WJ_WAVE_OTHER_ITEMS) {
            wj_list_add(tell, &list, wave->label);
        }
    }
    wj_tell_list(tell, WJ_REMARK, WJ_TEXT_COMPARISON_SCORES, &list);
}

/* Do the targets decide all shares of a question? */
static bool is_target_all(const struct wj_waves *waves, const char *name)
{
    for (size_t i = 0; i < waves->count; i++) {
        const struct wj_wave *wave = &waves->list[i];
        if (wave->kind == WJ_WAVE_SHARE && strcmp(wave->name, name) == 0 &&
            wave->missing != WJ_WAVE_TARGET) {
            return false;
        }
    }
    return true;
}

/* Their weighted figures are what the targets say. */
static void say_targets(const struct wj_tell *tell, const struct wj_waves *waves)
{
    struct wj_list list = {.quoted = true};
    const char *before = "";
    for (size_t i = 0; i < waves->count; i++) {
        const struct wj_wave *wave = &waves->list[i];
        bool one = wave->kind == WJ_WAVE_SHARE && !is_target_all(waves, wave->name);
        if (wave->missing == WJ_WAVE_TARGET && wave->kind != WJ_WAVE_RATE) {
            add_wave(tell, &list, wave, one, &before);
        }
    }
    wj_tell_list(tell, WJ_REMARK, WJ_TEXT_COMPARISON_TARGET, &list);
}

/* The methods of the intervals that are there. */
static void say_methods(const struct wj_tell *tell, const struct wj_waves *waves)
{
    struct wj_list kinds = {0};
    bool welch[3] = {false};
    bool newcombe = false;
    for (size_t i = 0; i < waves->count; i++) {
        const struct wj_wave *wave = &waves->list[i];
        bool of_counts = wave->change.exists && strcmp(wave->method, "newcombe") == 0;
        newcombe = newcombe || of_counts;
        welch[wave->kind] = welch[wave->kind] || (wave->change.exists && !of_counts);
    }
    for (size_t i = 0; i < 3; i++) {
        if (welch[i]) {
            wj_list_add(tell, &kinds, tell->words->wave_kinds[i]);
        }
    }
    bool any = wj_tell_list(tell, WJ_REMARK, WJ_TEXT_COMPARISON_WELCH, &kinds);
    if (any) {
        wj_tell_is_detail(tell);
    }
    if (newcombe) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_COMPARISON_NEWCOMBE, 0, NULL);
    }
    if (any || newcombe) {
        wj_tell_detail(tell, WJ_REMARK, WJ_TEXT_COMPARISON_METHOD, 0, NULL);
    }
}

static void say_small_bases(const struct wj_tell *tell, const struct wj_waves *waves)
{
    uint64_t least = UINT64_MAX;
    for (size_t i = 0; i < waves->count; i++) {
        const uint64_t bases[] = {waves->list[i].base_before, waves->list[i].base_now};
        for (size_t j = 0; j < 2; j++) {
            least = bases[j] > 0 && bases[j] < least ? bases[j] : least;
        }
    }
    wj_tell_small_base(tell, least);
}

static void say_notes(const struct wj_tell *tell, const struct wj_waves *waves)
{
    const char *level[] = {wj_confidence(tell)};
    wj_tell(tell, WJ_REMARK, WJ_TEXT_COMPARISON_NOTE, 1, level);
    say_methods(tell, waves);
    say_small_bases(tell, waves);
    if (waves->other_base) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_COMPARISON_BASE, 0, NULL);
    } else {
        say_mismatch(tell, waves, WJ_TEXT_COMPARISON_NEW, WJ_WAVE_NEW, WJ_WAVE_NEW);
        say_mismatch(tell, waves, WJ_TEXT_COMPARISON_GONE, WJ_WAVE_GONE, WJ_WAVE_GONE);
        say_mismatch(tell, waves, WJ_TEXT_COMPARISON_OTHER, WJ_WAVE_OTHER_TYPE,
                     WJ_WAVE_OTHER_ITEMS);
        say_other_scores(tell, waves);
    }
    if (waves->weighted) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_COMPARISON_WEIGHTED, 0, NULL);
        say_targets(tell, waves);
    } else if (waves->one_weighted) {
        wj_tell(tell, WJ_REMARK, WJ_TEXT_COMPARISON_UNWEIGHTED, 0, NULL);
    }
}

void wj_section_comparison(const struct wj_tell *tell)
{
    const struct wj_waves *waves = tell->waves;
    const char *parts[] = {waves->title, waves->file, wj_count(tell, waves->valid_before),
                           wj_count(tell, waves->valid_now)};
    wj_tell_open(tell, WJ_SECTION_COMPARISON, WJ_TEXT_COMPARISON_TITLE);
    wj_tell(tell, WJ_PARAGRAPH, WJ_TEXT_COMPARISON_AGAINST, 4, parts);
    say_changes(tell, waves);
    add_rates(tell, waves);
    add_shares(tell, waves);
    say_notes(tell, waves);
}

/* ---- comparison.csv ---- */

static void add_limit(struct wj_grid *grid, struct wj_arena *arena, const struct wj_change *change,
                      bool upper, struct wj_rounding rounding)
{
    struct wj_figure low = {.exists = change->exists};
    struct wj_figure high = low;
    mpq_inits(low.value, high.value, NULL);
    if (change->exists) {
        wj_change_limits(change, low.value, high.value);
    }
    wj_grid_number(
        grid,
        wj_slice_of(change->exists ? wj_print_percent(arena, upper ? &high : &low, rounding) : ""));
    mpq_clears(low.value, high.value, NULL);
}

static void add_base(struct wj_grid *grid, uint64_t base)
{
    if (base > 0) {
        wj_grid_count(grid, base);
    } else {
        wj_cell(grid, "");
    }
}

void wj_grid_comparison(struct wj_grid *grid, const struct wj_survey *survey,
                        const struct wj_waves *waves)
{
    static const char *const header[] = {
        "kind",  "name",  "code",   "label", "previous",      "current",     "difference",
        "lower", "upper", "change", "why",   "previous_base", "current_base"};
    static const char *const kinds[] = {"measure", "rate", "share"};
    static const char *const changes[] = {"down", "none", "up"};
    wj_grid_header(grid, sizeof header / sizeof *header, header);
    for (size_t i = 0; i < waves->count; i++) {
        const struct wj_wave *wave = &waves->list[i];
        const struct wj_figure *figures[] = {&wave->before, &wave->now, &wave->difference};
        const char *why = wj_no_wave_name(wave->missing);
        wj_cell(grid, kinds[wave->kind]);
        wj_cell(grid, wave->name);
        wj_cell(grid, wave->code != NULL ? wave->code : "");
        wj_cell(grid, wave->option != NULL ? wave->option : wave->label);
        for (size_t j = 0; j < 3; j++) {
            wj_cell_figure(grid, figures[j]->exists
                                     ? wj_print_percent(grid->arena, figures[j], survey->percent)
                                     : "");
        }
        add_limit(grid, grid->arena, &wave->change, false, survey->percent);
        add_limit(grid, grid->arena, &wave->change, true, survey->percent);
        wj_cell(grid, wave->change.exists ? changes[wave->change.direction + 1] : "");
        wj_cell(grid, why != NULL ? why : "");
        add_base(grid, wave->base_before);
        add_base(grid, wave->base_now);
    }
}
