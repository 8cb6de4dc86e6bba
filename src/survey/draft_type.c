#include "cut.h"
#include "draft.h"
#include "wjtab/base/text.h"

enum { LETTERS = 26, MOST_NUMBER = 10, SEVERAL_ALONE = 100, SEVERAL_FEW = 50, LONG_LABEL = 40 };

static const struct wj_draft_column *column_of(const struct wj_draft *draft,
                                               const struct wj_draft_question *question)
{
    return &draft->columns[question->column];
}

static bool asks_for_several(struct wj_slice header)
{
    static const char *const words[] = {"哪些", "哪几", "多选", "最需", "最应", "主要",
                                        "渠道", "途径", "不足", "改进", NULL};
    return wj_draft_holds_any(header, words);
}

/* Is a share (of 1,000) of cells with several answers too large for slips of the pen? */
static bool is_multiple(const struct wj_draft_column *column, unsigned marks, unsigned share)
{
    if ((marks & WJ_MARK_SINGLE) != 0 || share == 0) {
        return false;
    }
    return (marks & WJ_MARK_MULTIPLE) != 0 || share >= SEVERAL_ALONE ||
           (share >= SEVERAL_FEW && share * column->filled >= 3000) ||
           asks_for_several(column->header);
}

/* --- letters, as keyed from paper --- */

struct letters {
    struct wj_draft_tally tallies[LETTERS];
    unsigned long seen; /* as bits */
    size_t count;       /* up to the last that occurs */
    uint64_t one;
    uint64_t several;
};

/* Reads `B`, `BD`, `B,D`; the letters as bits, 0 for anything else. */
static unsigned long read_letters(struct wj_slice text)
{
    unsigned long found = 0;
    while (text.len > 0) {
        int32_t sign;
        size_t len = wj_utf8_next(text, &sign);
        sign = sign >= 0xFF01 && sign <= 0xFF5E ? sign - 0xFEE0 : sign;
        sign = sign >= 'a' && sign <= 'z' ? sign - 'a' + 'A' : sign;
        bool letter = sign >= 'A' && sign <= 'Z';
        unsigned long bit = letter ? 1ul << (sign - 'A') : 0;
        if ((!letter && sign != ' ' && wj_separator_of(sign) < 0) || (found & bit) != 0) {
            return 0;
        }
        found |= bit;
        text = wj_slice_from(text, len);
    }
    return found;
}

static void count_letters(struct letters *letters, unsigned long bits, struct wj_draft_tally tally)
{
    bool one = (bits & (bits - 1)) == 0;
    letters->one += one ? tally.count : 0;
    letters->several += one ? 0 : tally.count;
    letters->seen |= bits;
    for (size_t i = 0; i < LETTERS; i++) {
        if ((bits >> i & 1) != 0) {
            letters->tallies[i].count += one ? tally.count : 0;
            letters->tallies[i].print += one ? tally.print : 0;
            letters->count = i + 1 > letters->count ? i + 1 : letters->count;
        }
    }
}

static bool find_letters(const struct wj_draft_column *column, struct letters *letters)
{
    for (size_t i = 0; i < column->cells.index.count; i++) {
        unsigned long bits = read_letters(wj_draft_value(&column->cells, i));
        if (bits != 0) {
            count_letters(letters, bits, column->cells.tallies[i]);
        }
    }
    /* Y and N, or F and M, are letters of another kind. */
    return (letters->seen & 7) != 0 &&
           (letters->one + letters->several) * 20 >= column->filled * 19;
}

static void letter_options(struct wj_draft *draft, struct wj_draft_question *question,
                           const struct letters *letters, const struct wj_draft_template *known)
{
    size_t count = known != NULL ? known->level_count : letters->count;
    question->options = wj_draft_array(draft, count, sizeof *question->options);
    question->option_count = question->options != NULL ? count : 0;
    for (size_t i = 0; i < question->option_count; i++) {
        struct wj_draft_option *option = &question->options[i];
        char letter = (char)('A' + i);
        option->code = wj_draft_copy(draft, wj_slice(&letter, 1));
        option->label = known != NULL ? wj_slice_of(known->levels[i].words[0]) : option->code;
        option->score = known != NULL ? known->levels[i].score : NULL;
        option->words = known != NULL ? known->levels[i].words : NULL;
        option->tally = letters->tallies[i];
    }
    question->family = known != NULL ? known->family : WJ_FAMILY_NONE;
    question->letters = true;
}

static bool try_letters(struct wj_draft *draft, struct wj_draft_question *question, unsigned marks)
{
    const struct wj_draft_column *column = column_of(draft, question);
    struct letters letters = {.count = 0};
    if (column->overflow || !find_letters(column, &letters)) {
        return false;
    }
    unsigned share = (unsigned)(letters.several * 1000 / column->filled);
    bool several = (marks & WJ_MARK_MULTIPLE) != 0 || is_multiple(column, marks, share);
    question->type = several ? WJ_MULTIPLE : WJ_SINGLE;
    letter_options(draft, question, &letters,
                   several ? NULL : wj_draft_hinted(column->header, letters.count));
    return true;
}

/* --- answers side by side in a single question --- */

static bool is_answer(const struct wj_draft_column *column, struct wj_slice part)
{
    struct wj_slice label = wj_draft_answer(part).label;
    return wj_map_get(&column->cells.index, part) != NULL ||
           wj_draft_find_template(WJ_FAMILY_NONE, &label, 1) != NULL;
}

/* Is the cell several answers of a question that takes one? */
static bool is_several(const struct wj_draft_column *column, struct wj_slice text)
{
    struct wj_slice parts[WJ_MOST_PARTS];
    for (int i = 0; i <= WJ_SEPARATORS; i++) {
        size_t cuts;
        unsigned separators = i < WJ_SEPARATORS ? 1u << i : (unsigned)WJ_ALL_SEPARATORS;
        size_t count = wj_cut(text, separators, parts, &cuts);
        bool known = count > 1 && count <= WJ_MOST_PARTS;
        for (size_t j = 0; known && j < count; j++) {
            known = is_answer(column, parts[j]);
        }
        if (known) {
            return true;
        }
    }
    return false;
}

static bool single_options(struct wj_draft *draft, struct wj_draft_question *question)
{
    const struct wj_draft_column *column = column_of(draft, question);
    struct wj_draft_values values = {0};
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < column->cells.index.count; i++) {
        struct wj_slice text = wj_draft_value(&column->cells, i);
        if (!is_several(column, text)) {
            status = wj_draft_values_add(&values, text, column->cells.tallies[i]);
        }
    }
    draft->no_memory = draft->no_memory || status != WJ_OK;
    question->type = WJ_SINGLE;
    bool good = status == WJ_OK && wj_draft_options(draft, question, &values);
    wj_draft_values_clear(&values);
    return good;
}

/* --- known scales --- */

/* At most one answer in 20 may be none of the scale's. */
static bool try_scale(struct wj_draft *draft, struct wj_draft_question *question)
{
    const struct wj_draft_column *column = column_of(draft, question);
    struct wj_slice labels[WJ_MOST_PARTS];
    size_t count = 0;
    uint64_t known = 0;
    if (column->overflow || column->long_cells * 20 > column->filled ||
        !single_options(draft, question)) {
        return false;
    }
    for (size_t i = 0; i < question->option_count && count < WJ_MOST_PARTS; i++) {
        const struct wj_draft_option *option = &question->options[i];
        if (option->tally.count * 20 > column->filled ||
            wj_draft_find_template(WJ_FAMILY_NONE, &option->label, 1) != NULL) {
            labels[count++] = option->label;
            known += option->tally.count;
        }
    }
    return wj_draft_find_template(WJ_FAMILY_NONE, labels, count) != NULL &&
           known * 100 >= column->filled * 90;
}

/* --- several answers in a cell --- */

static enum wj_status add_parts(struct wj_draft_values *parts, const struct wj_draft_values *cells,
                                unsigned separators)
{
    struct wj_slice cut[WJ_MOST_PARTS];
    enum wj_status status = WJ_OK;
    for (size_t i = 0; i < cells->index.count; i++) {
        size_t cuts;
        size_t count = wj_cut(wj_draft_value(cells, i), separators, cut, &cuts);
        for (size_t j = 0; status == WJ_OK && count <= WJ_MOST_PARTS && j < count; j++) {
            status = wj_draft_values_add(parts, cut[j], cells->tallies[i]);
        }
    }
    return status;
}

static bool multiple_options(struct wj_draft *draft, struct wj_draft_question *question,
                             int separator)
{
    const struct wj_draft_column *column = column_of(draft, question);
    struct wj_draft_values parts = {0};
    unsigned separators = separator >= 0 ? 1u << separator : 0;
    enum wj_status status = add_parts(&parts, &column->cells, separators);
    if (status == WJ_OK) {
        status = add_parts(&parts, &column->parts, separators);
    }
    draft->no_memory = draft->no_memory || status != WJ_OK;
    question->type = WJ_MULTIPLE;
    bool good = status == WJ_OK && wj_draft_options(draft, question, &parts);
    wj_draft_values_clear(&parts);
    return good;
}

/* What people write there is theirs: commas and words that come back make no options. */
static bool asks_openly(struct wj_slice header)
{
    static const char *const words[] = {"意见", "建议", "理由", NULL};
    return wj_draft_holds_any(header, words);
}

static bool try_multiple(struct wj_draft *draft, struct wj_draft_question *question, unsigned marks)
{
    const struct wj_draft_column *column = column_of(draft, question);
    unsigned share;
    int separator = wj_draft_separator(column, &share);
    bool marked = (marks & WJ_MARK_MULTIPLE) != 0;
    bool joined = separator == 0 && (marks & WJ_MARK_SINGLE) == 0; /* nobody types ┋ */
    if ((!marked && !joined && asks_openly(column->header)) ||
        (!marked && !joined && (separator < 0 || !is_multiple(column, marks, share))) ||
        (column->overflow && separator < 0)) {
        return false;
    }
    return multiple_options(draft, question, separator);
}

/* --- numbers --- */

static bool asks_for_number(struct wj_slice header)
{
    static const char *const words[] = {"年龄", "岁",   "人数", "数量", "金额", "元",
                                        "次数", "几次", "天数", "面积", "收入", "时长",
                                        "年限", "多少", "亩",   "几人", "几口", NULL};
    return wj_draft_holds_any(header, words);
}

static bool is_integer(const mpq_t number)
{
    return mpz_cmp_ui(mpq_denref(number), 1) == 0;
}

/* 1, 2, 3, … in every answer, again and again: numbers of options. */
static bool are_numbers_of_options(const struct wj_draft_column *column)
{
    size_t distinct = column->cells.index.count;
    return !column->overflow && column->numbers == column->filled && distinct <= MOST_NUMBER &&
           is_integer(column->least) && is_integer(column->most) && mpq_sgn(column->least) >= 0 &&
           mpq_cmp_ui(column->most, MOST_NUMBER, 1) <= 0 && column->filled >= distinct * 3 &&
           !asks_for_number(column->header);
}

static bool is_whole(struct wj_slice text)
{
    bool digits = text.len > 0 && text.len <= 3 && (text.len == 1 || text.ptr[0] != '0');
    for (size_t i = 0; digits && i < text.len; i++) {
        digits = text.ptr[i] >= '0' && text.ptr[i] <= '9';
    }
    return digits;
}

/* Options out of the numbers from `first` to `last` by `step`; with scores, the numbers. */
static void number_options(struct wj_draft *draft, struct wj_draft_question *question,
                           unsigned first, unsigned last, bool scored)
{
    const struct wj_draft_values *cells = &column_of(draft, question)->cells;
    struct wj_buf digits = {0};
    question->options = wj_draft_array(draft, last - first + 1, sizeof *question->options);
    question->option_count = 0;
    for (unsigned i = first; question->options != NULL && i <= last; i++) {
        struct wj_draft_option *option = &question->options[question->option_count];
        wj_buf_reset(&digits);
        wj_buf_addf(&digits, "%u", i);
        uint64_t *number = wj_map_get(&cells->index, wj_buf_slice(&digits));
        if (number == NULL && last > MOST_NUMBER) {
            continue; /* scores: only those that occur */
        }
        question->option_count++;
        option->code = wj_draft_copy(draft, wj_buf_slice(&digits));
        option->label = option->code;
        option->score = scored ? option->code.ptr : NULL;
        option->tally = number != NULL ? cells->tallies[*number - 1] : option->tally;
    }
    wj_buf_clear(&digits);
    question->type = WJ_SINGLE;
    question->numbers = true;
}

static void numbered_scale(struct wj_draft *draft, struct wj_draft_question *question,
                           const struct wj_draft_template *known)
{
    question->type = WJ_SINGLE;
    question->option_count = 0;
    wj_draft_apply(draft, question, known, NULL, 0);
    question->numbered = true;
}

/* Scores in the place of a scale's options: 100, 80, 60. */
static bool are_scores(const struct wj_draft_column *column)
{
    size_t distinct = column->cells.index.count;
    bool scores = !column->overflow && column->numbers == column->filled && distinct <= 6 &&
                  distinct > 1 && mpq_cmp_ui(column->most, MOST_NUMBER, 1) > 0;
    for (size_t i = 0; scores && i < distinct; i++) {
        struct wj_slice text = wj_draft_value(&column->cells, i);
        scores = is_whole(text) && (text.len == 1 || text.ptr[text.len - 1] == '0');
    }
    return scores && mpq_cmp_ui(column->most, 100, 1) <= 0;
}

static unsigned as_number(const mpq_t number)
{
    return (unsigned)mpz_get_ui(mpq_numref(number));
}

static bool try_numbers(struct wj_draft *draft, struct wj_draft_question *question)
{
    const struct wj_draft_column *column = column_of(draft, question);
    if (column->numbers * 20 < column->filled * 19) {
        return false;
    }
    bool whole = true;
    for (size_t i = 0; whole && i < column->cells.index.count && i <= MOST_NUMBER; i++) {
        whole = is_whole(wj_draft_value(&column->cells, i));
    }
    const struct wj_draft_template *known = wj_draft_hinted(column->header, 1);
    if (known != NULL && whole && are_scores(column)) {
        number_options(draft, question, as_number(column->least), as_number(column->most), true);
    } else if (whole && are_numbers_of_options(column)) {
        unsigned last = as_number(column->most);
        known = wj_draft_hinted(column->header, last);
        if (known != NULL && mpq_sgn(column->least) > 0) {
            numbered_scale(draft, question, known);
        } else {
            bool zero = mpq_sgn(column->least) == 0;
            number_options(draft, question, zero || last == 0 ? 0 : 1, last, false);
        }
    } else {
        question->type = WJ_QUANTITY;
    }
    return true;
}

/* --- answers that come back --- */

static bool says_nothing(struct wj_slice text)
{
    static const char *const words[] = {"无",   "没有",     "没有意见", "无意见", "无建议",
                                        "暂无", "没有建议", "暂时没有", "没",     "挺好",
                                        "很好", "好",       NULL};
    for (size_t i = 0; words[i] != NULL; i++) {
        if (wj_slice_is(text, words[i])) {
            return true;
        }
    }
    return false;
}

static bool comes_back(const struct wj_draft_column *column, unsigned marks)
{
    static const char *const open[] = {"意见", "建议", "理由", "填空", NULL};
    uint64_t all = 0;
    uint64_t again = 0;
    size_t length = 0;
    size_t distinct = 0;
    for (size_t i = 0; i < column->cells.index.count; i++) {
        struct wj_slice text = wj_draft_value(&column->cells, i);
        uint64_t count = column->cells.tallies[i].count;
        struct wj_draft_answer answer = wj_draft_answer(text);
        bool said = !says_nothing(text);
        all += said ? count : 0;
        again += said && (count > 1 || answer.other) ? count : 0;
        length += wj_utf8_count(answer.label);
        distinct++;
    }
    if (all == 0) {
        return false;
    }
    bool hard = (marks & WJ_MARK_TEXT) != 0 || wj_draft_holds_any(column->header, open) ||
                length > distinct * LONG_LABEL;
    return (marks & WJ_MARK_SINGLE) != 0 || again * 10 >= all * (hard ? 9 : 5);
}

/* `A.满意` in every answer: options, however rare. */
static bool all_coded(const struct wj_draft_column *column)
{
    size_t coded = 0;
    for (size_t i = 0; i < column->cells.index.count; i++) {
        coded += wj_draft_answer(wj_draft_value(&column->cells, i)).code.len > 0 ? 1 : 0;
    }
    return coded == column->cells.index.count && coded <= LETTERS;
}

static bool try_closed(struct wj_draft *draft, struct wj_draft_question *question, unsigned marks)
{
    const struct wj_draft_column *column = column_of(draft, question);
    return !column->overflow && column->long_cells * 20 <= column->filled &&
           (all_coded(column) || comes_back(column, marks)) && single_options(draft, question);
}

static void make_open(struct wj_draft_question *question, enum wj_question_type type)
{
    question->type = type;
    question->option_count = 0;
    question->left_personal = false;
}

void wj_draft_type(struct wj_draft *draft, struct wj_draft_question *question)
{
    const struct wj_draft_column *column = column_of(draft, question);
    unsigned marks;
    wj_draft_stem(column->header, &marks);
    bool several = (marks & WJ_MARK_MULTIPLE) != 0;
    if (column->filled == 0 || column->cells.index.count == 0 ||
        column->role == WJ_DRAFT_CLEANING) {
        make_open(question, WJ_TEXT);
        return;
    }
    if (try_letters(draft, question, marks) || (!several && try_scale(draft, question)) ||
        (!several && try_numbers(draft, question)) || try_multiple(draft, question, marks) ||
        try_closed(draft, question, marks)) {
        if (question->type == WJ_QUANTITY) {
            make_open(question, WJ_QUANTITY);
        }
        return;
    }
    make_open(question, WJ_TEXT);
}
