#include "define.h"

#include "wjtab/base/message.h"

enum { FILE_KEY, FACTS, GRADES, GRADE, REASON, STATED, AUDIT, SCORE_KEYS };

static const struct wj_key score_keys[SCORE_KEYS] = {
    [FILE_KEY] = {"file", true}, [FACTS] = {"facts", false},   [GRADES] = {"grades", false},
    [GRADE] = {"grade", false},  [REASON] = {"reason", false}, [STATED] = {"stated", false},
    [AUDIT] = {"audit", false},
};

/* Makes room for grades, their limits initialised. */
static bool prepare(struct wj_define *define, size_t count)
{
    struct wj_score_spec *score = &define->survey->score;
    score->grades = wj_define_array(define, count, sizeof *score->grades);
    if (score->grades == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        mpq_init(score->grades[i].from);
    }
    score->grade_count = count;
    return true;
}

/* Compares a grade with those read before it. */
static void check_grade(struct wj_define *define, const yaml_node_t *node, size_t number)
{
    const struct wj_grade *grades = define->survey->score.grades;
    for (size_t i = 0; i < number; i++) {
        if (mpq_equal(grades[i].from, grades[number].from) != 0) {
            wj_define_fault(define, node, "duplicate_limit",
                            _("two grades begin at the same score; give each a limit of its own"));
            return;
        }
        if (wj_slice_is(wj_slice_of(grades[i].grade), grades[number].grade)) {
            wj_define_fault(define, node, "duplicate_name",
                            _("the grade “%s” stands twice; remove one"), grades[number].grade);
            return;
        }
    }
}

static void read_grade(struct wj_define *define, const yaml_node_t *node, size_t number)
{
    enum { NAME, FROM, GRADE_KEYS };
    static const struct wj_key keys[GRADE_KEYS] = {{"grade", true}, {"from", true}};
    const yaml_node_t *values[GRADE_KEYS] = {0};
    struct wj_grade *grade = &define->survey->score.grades[number];
    if (!wj_define_mapping(define, node, _("a grade"), keys, GRADE_KEYS, values)) {
        return;
    }
    bool named = wj_define_text(define, values[NAME], &grade->grade);
    if (wj_define_positive(define, values[FROM], grade->from) && named) {
        check_grade(define, node, number);
    }
}

/* Highest first; a few entries, so each is moved to its place. */
static void sort_grades(struct wj_score_spec *score)
{
    for (size_t i = 1; i < score->grade_count; i++) {
        for (size_t j = i; j > 0; j--) {
            struct wj_grade *higher = &score->grades[j - 1];
            struct wj_grade *lower = &score->grades[j];
            if (mpq_cmp(higher->from, lower->from) >= 0) {
                break;
            }
            struct wj_grade moved = *higher;
            *higher = *lower;
            *lower = moved;
        }
    }
}

static void read_grades(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_list_rule rule = {.least = 1, .most = WJ_MOST_OPTIONS};
    size_t count;
    if (node == NULL || !wj_define_list(define, node, rule, &count) || !prepare(define, count)) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        read_grade(define, wj_define_item(define, node, i), i);
    }
    sort_grades(&define->survey->score);
}

static void read_hand_grade(struct wj_define *define, const yaml_node_t **values)
{
    struct wj_score_spec *score = &define->survey->score;
    wj_define_text(define, values[GRADE], &score->grade);
    wj_define_text(define, values[REASON], &score->reason);
    if (values[GRADE] != NULL && values[REASON] == NULL) {
        wj_define_fault(define, values[GRADE], "missing_key",
                        _("a grade set by hand needs “reason”: say why"));
    }
    if (values[GRADE] == NULL && values[REASON] != NULL) {
        wj_define_fault(define, values[REASON], "missing_key",
                        _("“reason” goes with a grade set by hand; write “grade”, or remove it"));
    }
}

void wj_define_score(struct wj_define *define, const yaml_node_t *node)
{
    struct wj_score_spec *score = &define->survey->score;
    const yaml_node_t *values[SCORE_KEYS] = {0};
    if (wj_define_mapping(define, node, _("“score”"), score_keys, SCORE_KEYS, values)) {
        score->present = true;
        score->mark = wj_define_mark(node);
    }
    wj_define_text(define, values[FILE_KEY], &score->file);
    wj_define_text(define, values[FACTS], &score->facts);
    wj_define_text(define, values[STATED], &score->stated);
    wj_define_boolean(define, values[AUDIT], &score->audit);
    read_grades(define, values[GRADES]);
    read_hand_grade(define, values);
}
