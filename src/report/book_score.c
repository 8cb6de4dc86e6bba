/* 评分表: the indicators with their own formulas, and what follows from their scores. */
#include <string.h>

#include "book.h"
#include "print.h"
#include "wjtab/base/text.h"

/* Columns, as far as the table has them. */
struct layout {
    size_t levels; /* how many level columns */
    size_t points;
    size_t value;
    size_t target; /* 0: no indicator has one, likewise below */
    size_t actual;
    size_t done;
    size_t formula;
    size_t raw;
    size_t score;
    size_t rate;
    uint32_t first;   /* row of the first indicator */
    bool values_only; /* a formula was too long to stand in a cell */
};

/* Where an indicator's formula stands, for the names in it. */
struct naming {
    struct wj_book *book;
    const struct layout *layout;
    size_t row;
    bool unknown; /* a name stands for nothing in the workbook */
};

static const char *at(struct wj_book *book, size_t row, size_t column)
{
    return wj_book_near(book, row, column);
}

/* The column of one of the row's own names, in the order in which the score floor numbers them. */
static size_t own_column(const struct layout *layout, size_t own)
{
    const size_t columns[] = {layout->points, layout->value, layout->target, layout->actual,
                              layout->done};
    return own < sizeof columns / sizeof *columns ? columns[own] : 0;
}

/* Numbers of names: facts, findings->known, the row's own cells. */
static void add_name(void *user, long name, struct wj_slice written, struct wj_buf *out)
{
    struct naming *naming = user;
    struct wj_book *book = naming->book;
    size_t facts = book->findings->scoring->fact_count;
    size_t number = (size_t)name;
    (void)written;
    const char *text = NULL;
    if (number < facts) {
        text = book->facts[number];
    } else if (number < facts + book->findings->known_count) {
        text = book->known[number - facts];
    } else if (naming->layout != NULL) {
        size_t column = own_column(naming->layout, number - facts - book->findings->known_count);
        text = column > 0 ? wj_book_cell(book, naming->row, column) : NULL;
    }
    naming->unknown = naming->unknown || text == NULL;
    wj_buf_add_text(out, text != NULL ? text : "");
}

/* The formula as a spreadsheet program reads it; NULL when a name in it has no place here. */
static const char *print_formula(struct naming *naming, const struct wj_formula *formula)
{
    struct wj_buf text = {0};
    struct wj_formula_style style = {.user = naming, .name = add_name, .spreadsheet = true};
    wj_formula_print(formula, &style, &text);
    bool logical = wj_formula_may_be_logical(formula);
    const char *printed = wj_book_print(naming->book, logical ? "N(%s)" : "%s", wj_buf_text(&text));
    wj_buf_clear(&text);
    return naming->unknown ? NULL : printed;
}

static const char *written(struct wj_book *book, const struct wj_formula *formula)
{
    struct wj_slice text = wj_formula_text(formula);
    return wj_book_print(book, "%.*s", WJ_SLICE_ARG(text));
}

/* ---- 事实 ---- */

enum { FACT_NAME, FACT_VALUE, FACT_UNIT, FACT_SOURCE, FACT_FORMULA, FACT_DEFINED };

static void add_fact(struct wj_book *book, size_t number)
{
    const struct wj_fact *fact = &book->findings->scoring->facts[number];
    struct naming naming = {.book = book};
    const char *value = wj_book_decimal(book, fact->value);
    const char *formula = fact->formula != NULL ? print_formula(&naming, fact->formula) : NULL;
    wj_book_text(book, FACT_NAME, WJ_LOOK_CELL, fact->name);
    if (fact->text != NULL) {
        wj_book_text(book, FACT_VALUE, WJ_LOOK_CELL, fact->text);
    } else if (formula != NULL) {
        wj_book_formula(book, FACT_VALUE, WJ_BOOK_GENERAL, formula, value);
    } else {
        wj_book_number(book, FACT_VALUE, WJ_BOOK_GENERAL, value);
    }
    wj_book_text(book, FACT_UNIT, WJ_LOOK_CELL, fact->unit);
    wj_book_text(book, FACT_SOURCE, WJ_LOOK_CELL, fact->source);
    wj_book_text(book, FACT_FORMULA, WJ_LOOK_CELL,
                 fact->formula != NULL ? written(book, fact->formula) : "");
    wj_book_text(book, FACT_DEFINED, WJ_LOOK_CELL, book->facts[number]);
    book->row++;
}

/* Names from outside that no other sheet has a cell for. */
static void add_known(struct wj_book *book)
{
    bool headed = false;
    for (size_t i = 0; i < book->findings->known_count; i++) {
        const struct wj_known *known = &book->findings->known[i];
        if (book->known[i] != NULL || !known->has_value) {
            continue;
        }
        if (!headed) {
            book->row++;
            wj_book_text(book, FACT_NAME, WJ_LOOK_TITLE, book->words->from_survey);
            book->row++;
            headed = true;
        }
        wj_book_text(book, FACT_NAME, WJ_LOOK_CELL, known->name);
        wj_book_number(book, FACT_VALUE, WJ_BOOK_GENERAL, wj_book_decimal(book, known->value));
        book->known[i] = wj_book_name(book, known->name,
                                      wj_book_far(book, book->words->facts, book->row, FACT_VALUE));
        wj_book_text(book, FACT_UNIT, WJ_LOOK_CELL, "");
        wj_book_text(book, FACT_SOURCE, WJ_LOOK_CELL, "");
        wj_book_text(book, FACT_FORMULA, WJ_LOOK_CELL, "");
        wj_book_text(book, FACT_DEFINED, WJ_LOOK_CELL, book->known[i]);
        book->row++;
    }
}

void wj_book_sheet_facts(struct wj_book *book)
{
    enum { HEADER_ROWS = 2 };
    wj_book_open(book, book->words->facts, book->workbook->title);
    wj_book_header(book, 6, book->words->fact_columns);
    book->sheet->header_rows = HEADER_ROWS;
    for (size_t i = 0; i < book->findings->scoring->fact_count; i++) {
        book->facts[i] =
            wj_book_name(book, book->findings->scoring->facts[i].name,
                         wj_book_far(book, book->words->facts, HEADER_ROWS + i, FACT_VALUE));
    }
    book->row = HEADER_ROWS;
    for (size_t i = 0; i < book->findings->scoring->fact_count; i++) {
        add_fact(book, i);
    }
    add_known(book);
}

/* ---- 评分表 ---- */

/* Empty cells from one column up to another. */
static void add_blanks(struct wj_book *book, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        wj_book_text(book, i, WJ_LOOK_CELL, "");
    }
}

/* 指标值 as a number where it reads as one, as scoring takes it. */
static void add_value(struct wj_book *book, size_t column, const struct wj_indicator *indicator)
{
    struct wj_slice text = wj_text_trim(wj_indicator_value(book->findings->scoring, indicator));
    struct wj_buf clean = {0};
    mpq_t number;
    mpq_init(number);
    bool odd = wj_text_has_odd_digit(text);
    if (!odd && wj_text_clean(&clean, text, false) == WJ_OK &&
        wj_number_parse(number, wj_buf_slice(&clean), WJ_NUMBER_PERCENT | WJ_NUMBER_THOUSANDS)) {
        wj_book_number(book, column, WJ_BOOK_GENERAL, wj_book_decimal(book, number));
    } else {
        wj_book_text(book, column, WJ_LOOK_CELL, wj_book_print(book, "%.*s", WJ_SLICE_ARG(text)));
    }
    mpq_clear(number);
    wj_buf_clear(&clean);
}

static void add_rate(struct wj_book *book, const struct layout *layout, const mpq_t score,
                     const mpq_t points, bool exists)
{
    struct wj_figure rate = {.exists = exists && mpq_sgn(points) > 0};
    mpq_init(rate.value);
    if (rate.exists) {
        mpq_div(rate.value, score, points);
    }
    struct wj_rounding percent = book->survey->percent;
    const char *num = at(book, book->row, layout->score);
    const char *den = at(book, book->row, layout->points);
    const char *ratio = wj_book_rounded(book, wj_book_print(book, "%s/%s", num, den),
                                        percent.places + 2, percent.mode);
    wj_book_formula(
        book, layout->rate, WJ_BOOK_PERCENT,
        wj_book_print(book, "IF(AND(ISNUMBER(%s),%s>0),%s,\"" WJ_NO_FIGURE "\")", num, den, ratio),
        wj_book_printed(book, &rate));
    mpq_clear(rate.value);
}

static void add_scores(struct wj_book *book, struct layout *layout,
                       const struct wj_indicator *indicator)
{
    struct naming naming = {.book = book, .layout = layout, .row = book->row};
    struct wj_rounding rounding = book->survey->score_rounding;
    bool computed = indicator->formula != NULL && indicator->has_score;
    const char *score = indicator->has_score ? wj_book_decimal(book, indicator->score) : NULL;
    const char *formula = computed ? print_formula(&naming, indicator->formula) : NULL;
    const char *raw = computed ? wj_book_decimal(book, indicator->raw) : NULL;
    if (formula != NULL) {
        const struct wj_book_cell *cell =
            wj_book_formula(book, layout->raw, WJ_BOOK_GENERAL, formula, raw);
        layout->values_only =
            layout->values_only || (cell != NULL && cell->kind != WJ_BOOK_FORMULA);
    } else {
        wj_book_number(book, layout->raw, WJ_BOOK_GENERAL, raw);
    }
    if (computed) {
        wj_book_formula(
            book, layout->score, WJ_BOOK_GENERAL,
            wj_book_rounded(book, at(book, book->row, layout->raw), rounding.places, rounding.mode),
            score);
    } else {
        wj_book_number(book, layout->score, WJ_BOOK_GENERAL, score);
    }
}

static void add_amount(struct wj_book *book, size_t column, const struct wj_amount *amount)
{
    if (amount->has_number) {
        wj_book_number(book, column, WJ_BOOK_GENERAL, wj_book_decimal(book, amount->number));
    } else {
        wj_book_text(book, column, WJ_LOOK_CELL, amount->text);
    }
}

/* 完成率 over the two cells before it. Where a division would be by 0, it is whether the target is
 * met. */
static void add_done(struct wj_book *book, const struct layout *layout,
                     const struct wj_indicator *indicator)
{
    static const char *const met[] = {
        [WJ_GOAL_AT_LEAST] = ">=", [WJ_GOAL_AT_MOST] = "<=", [WJ_GOAL_EXACTLY] = "="};
    if (!indicator->has_done) {
        wj_book_number(book, layout->done, WJ_BOOK_EXACT, NULL);
        return;
    }
    bool inverse = indicator->target.goal == WJ_GOAL_AT_MOST;
    const char *sign = indicator->target.sign;
    bool strict = sign[0] == '>' || sign[0] == '<';
    const char *target = at(book, book->row, layout->target);
    const char *actual = at(book, book->row, layout->actual);
    const char *above = inverse ? target : actual;
    const char *below = inverse ? actual : target;
    wj_book_formula(book, layout->done, WJ_BOOK_EXACT,
                    wj_book_print(book, "IF(%s=0,IF(%s%s%s,1,0),%s/%s)", below, actual,
                                  strict ? sign : met[indicator->target.goal], target, above,
                                  below),
                    wj_book_decimal(book, indicator->done));
}

/* 目标值, 实际值, 完成率, as far as the table has them. */
static void add_amounts(struct wj_book *book, const struct layout *layout,
                        const struct wj_indicator *indicator)
{
    size_t known = book->findings->scoring->fact_count;
    if (layout->target == 0) {
        return;
    }
    add_amount(book, layout->target, &indicator->target);
    if (indicator->actual_name >= 0 && indicator->actual.has_number) {
        size_t number = (size_t)indicator->actual_name;
        const char *name = number < known ? book->facts[number] : book->known[number - known];
        wj_book_formula(book, layout->actual, WJ_BOOK_GENERAL, name,
                        wj_book_decimal(book, indicator->actual.number));
    } else {
        add_amount(book, layout->actual, &indicator->actual);
    }
    add_done(book, layout, indicator);
}

static void add_indicator(struct wj_book *book, struct layout *layout,
                          const struct wj_indicator *indicator)
{
    for (size_t i = 0; i < layout->levels; i++) {
        bool there = i < indicator->depth && indicator->levels[i] != NULL;
        wj_book_text(book, i, WJ_LOOK_CELL, there ? indicator->levels[i] : "");
    }
    wj_book_number(book, layout->points, WJ_BOOK_GENERAL, wj_book_decimal(book, indicator->points));
    add_value(book, layout->value, indicator);
    add_amounts(book, layout, indicator);
    wj_book_text(book, layout->formula, WJ_LOOK_CELL,
                 indicator->formula != NULL ? written(book, indicator->formula) : "");
    add_scores(book, layout, indicator);
    add_rate(book, layout, indicator->score, indicator->points, indicator->has_score);
    book->row++;
}

/* Is an indicator below a level? */
static bool is_below(const struct wj_scoring *scoring, const struct wj_indicator *indicator,
                     const struct wj_level *level)
{
    bool below = indicator->depth > level->level;
    for (const struct wj_level *at_level = level; below;
         at_level = &scoring->levels[at_level->parent]) {
        const char *name = indicator->levels[at_level->level - 1];
        below = name != NULL && strcmp(name, at_level->name) == 0;
        if (at_level->parent < 0) {
            break;
        }
    }
    return below;
}

/* Sums of a column over the indicators below a level, or over all (NULL): runs of rows. */
static const char *sum_of(struct wj_book *book, const struct layout *layout,
                          const struct wj_level *level, size_t column, const char *function)
{
    const struct wj_scoring *scoring = book->findings->scoring;
    struct wj_buf text = {0};
    size_t run = 0;
    wj_buf_addf(&text, "%s(", function);
    for (size_t i = 0; i <= scoring->indicator_count; i++) {
        bool in = i < scoring->indicator_count &&
                  (level == NULL || is_below(scoring, &scoring->indicators[i], level));
        if (!in && run > 0) {
            bool first = wj_buf_slice(&text).len == strlen(function) + 1;
            wj_buf_addf(&text, "%s%s:%s", first ? "" : ",",
                        at(book, layout->first + i - run, column),
                        at(book, layout->first + i - 1, column));
        }
        run = in ? run + 1 : 0;
    }
    wj_buf_add_char(&text, ')');
    const char *formula = wj_book_print(book, "%s", wj_buf_text(&text));
    wj_buf_clear(&text);
    return formula;
}

static size_t indicators_below(const struct wj_scoring *scoring, const struct wj_level *level)
{
    size_t count = 0;
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        count += level == NULL || is_below(scoring, &scoring->indicators[i], level) ? 1 : 0;
    }
    return count;
}

/* Points, score and rate of a level, or of the whole (NULL). Sums are snapped to 10 decimals. */
static void add_sums(struct wj_book *book, const struct layout *layout,
                     const struct wj_level *level, const mpq_t points, const mpq_t score,
                     bool exists)
{
    size_t count = indicators_below(book->findings->scoring, level);
    wj_book_formula(
        book, layout->points, WJ_BOOK_GENERAL,
        wj_book_print(book, "ROUND(%s,10)", sum_of(book, layout, level, layout->points, "SUM")),
        wj_book_decimal(book, points));
    add_blanks(book, layout->points + 1, layout->score);
    wj_book_formula(book, layout->score, WJ_BOOK_GENERAL,
                    wj_book_print(book, "IF(%s=%zu,ROUND(%s,10),\"" WJ_NO_FIGURE "\")",
                                  sum_of(book, layout, level, layout->score, "COUNT"), count,
                                  sum_of(book, layout, level, layout->score, "SUM")),
                    exists ? wj_book_decimal(book, score) : NULL);
    add_rate(book, layout, score, points, exists);
}

static void make_strong(struct wj_book *book, size_t from)
{
    for (size_t i = from; i < book->sheet->cell_count; i++) {
        book->sheet->cells[i].strong = true;
    }
}

static void add_total(struct wj_book *book, const struct layout *layout)
{
    const struct wj_scoring *scoring = book->findings->scoring;
    size_t from = book->sheet->cell_count;
    wj_book_text(book, 0, WJ_LOOK_CELL, book->words->total);
    add_blanks(book, 1, layout->levels);
    add_sums(book, layout, NULL, scoring->points, scoring->total, scoring->has_total);
    make_strong(book, from);
    book->row++;
}

static void add_head(struct wj_book *book, const struct layout *layout)
{
    const struct wj_book_words *words = book->words;
    const struct {
        size_t column;
        const char *text;
    } heads[] = {{layout->points, words->points},  {layout->value, words->value},
                 {layout->target, words->target},  {layout->actual, words->actual},
                 {layout->done, words->done},      {layout->formula, words->formula},
                 {layout->raw, words->raw},        {layout->score, words->scored},
                 {layout->rate, words->score_rate}};
    wj_book_header(book, layout->levels, words->levels);
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (heads[i].column > 0) {
            wj_book_text(book, heads[i].column, WJ_LOOK_HEADER, heads[i].text);
        }
    }
    book->row++;
}

static void add_levels(struct wj_book *book, const struct layout *layout)
{
    const struct wj_scoring *scoring = book->findings->scoring;
    if (scoring->level_count == 0) {
        return;
    }
    book->row++;
    wj_book_text(book, 0, WJ_LOOK_TITLE, book->words->level_sums);
    book->row++;
    add_head(book, layout);
    for (size_t i = 0; i < scoring->level_count; i++) {
        const struct wj_level *level = &scoring->levels[i];
        for (size_t j = 0; j < layout->levels; j++) {
            wj_book_text(book, j, WJ_LOOK_CELL, j + 1 == level->level ? level->name : "");
        }
        add_sums(book, layout, level, level->points, level->score, level->has_score);
        book->row++;
    }
}

static const char *quoted(struct wj_book *book, const char *text)
{
    struct wj_buf quoted = {0};
    for (; *text != '\0'; text++) {
        wj_buf_add_text(&quoted, *text == '"' ? "\"" : "");
        wj_buf_add_char(&quoted, *text);
    }
    const char *copy = wj_book_print(book, "\"%s\"", wj_buf_text(&quoted));
    wj_buf_clear(&quoted);
    return copy;
}

/* The first grade that the total reaches, as it is printed. */
static const char *grade_formula(struct wj_book *book, const struct layout *layout,
                                 uint32_t total_row)
{
    const struct wj_score_spec *spec = &book->survey->score;
    const char *total = at(book, total_row, layout->score);
    struct wj_rounding rounding = book->survey->score_rounding;
    const char *printed = wj_book_rounded(book, total, rounding.places, rounding.mode);
    bool own = spec->grade_count > 0;
    size_t count = own ? spec->grade_count : wj_usual_grade_count(book->findings->scoring);
    struct wj_buf text = {0};
    mpq_t from;
    mpq_init(from);
    wj_buf_addf(&text, "IF(NOT(ISNUMBER(%s)),\"" WJ_NO_FIGURE "\",", total);
    for (size_t i = 0; i < count; i++) {
        const char *grade = own ? spec->grades[i].grade : wj_usual_grade(i, from);
        mpq_set(from, own ? spec->grades[i].from : from);
        wj_buf_addf(&text, "IF(%s>=%s,%s,", printed, wj_print_exact(book->arena, from),
                    quoted(book, grade));
    }
    mpq_clear(from);
    wj_buf_add_text(&text, "\"" WJ_NO_FIGURE "\"");
    for (size_t i = 0; i <= count; i++) {
        wj_buf_add_char(&text, ')');
    }
    const char *formula = wj_book_print(book, "%s", wj_buf_text(&text));
    wj_buf_clear(&text);
    return formula;
}

/* IF is nested in older programs at most 64 deep. */
static void add_grade(struct wj_book *book, const struct layout *layout, uint32_t total_row)
{
    enum { MOST_GRADES = 50 };
    const struct wj_scoring *scoring = book->findings->scoring;
    const char *by_hand = book->survey->score.grade;
    const char *computed = scoring->computed_grade != NULL ? scoring->computed_grade : WJ_NO_FIGURE;
    if (by_hand != NULL) {
        wj_book_text(book, 0, WJ_LOOK_CELL, book->words->grade);
        add_blanks(book, 1, layout->score);
        wj_book_text(book, layout->score, WJ_LOOK_CELL, by_hand);
        add_blanks(book, layout->rate, layout->rate + 1);
        book->row++;
    }
    wj_book_text(book, 0, WJ_LOOK_CELL,
                 by_hand != NULL ? book->words->grade_computed : book->words->grade);
    add_blanks(book, 1, layout->score);
    if (book->survey->score.grade_count > MOST_GRADES) {
        wj_book_text(book, layout->score, WJ_LOOK_CELL, computed);
    } else {
        struct wj_book_cell *cell = wj_book_formula(
            book, layout->score, WJ_BOOK_GENERAL, grade_formula(book, layout, total_row), computed);
        if (cell != NULL) {
            cell->text_value = true;
            cell->strong = true;
        }
    }
    add_blanks(book, layout->rate, layout->rate + 1);
    book->row++;
}

void wj_book_sheet_score(struct wj_book *book)
{
    const struct wj_scoring *scoring = book->findings->scoring;
    struct layout layout = {.levels = 1, .first = 2};
    bool amounts = false;
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        size_t depth = scoring->indicators[i].depth;
        layout.levels = depth > layout.levels ? depth : layout.levels;
        amounts = amounts || scoring->indicators[i].target.text[0] != '\0' ||
                  scoring->indicators[i].actual.text[0] != '\0';
    }
    layout.points = layout.levels;
    layout.value = layout.points + 1;
    layout.target = amounts ? layout.value + 1 : 0;
    layout.actual = amounts ? layout.value + 2 : 0;
    layout.done = amounts ? layout.value + 3 : 0;
    layout.formula = layout.value + (amounts ? 4 : 1);
    layout.raw = layout.formula + 1;
    layout.score = layout.raw + 1;
    layout.rate = layout.score + 1;
    wj_book_open(book, book->words->score, book->workbook->title);
    book->sheet->landscape = true;
    book->sheet->header_rows = layout.first;
    add_head(book, &layout);
    for (size_t i = 0; i < scoring->indicator_count; i++) {
        add_indicator(book, &layout, &scoring->indicators[i]);
    }
    uint32_t total_row = book->row;
    add_total(book, &layout);
    add_grade(book, &layout, total_row);
    add_levels(book, &layout);
    if (layout.values_only) {
        book->row++;
        wj_book_text(book, 0, WJ_LOOK_PLAIN, book->words->values_only);
    }
}
