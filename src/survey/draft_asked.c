#include "draft.h"

enum { LEAST_BLANKS = 2, MOST_OPTIONS = 40 };

static bool same(struct wj_draft_tally a, struct wj_draft_tally b)
{
    return a.count == b.count && a.print == b.print;
}

static struct wj_draft_tally sum(struct wj_draft_tally a, struct wj_draft_tally b)
{
    return (struct wj_draft_tally){.count = a.count + b.count, .print = a.print + b.print};
}

static void compare(struct wj_buf *out, const struct wj_draft_question *question, const char *sign,
                    size_t option)
{
    wj_buf_add(out, question->name);
    wj_buf_add_text(out, sign);
    wj_formula_quote(out, question->options[option].code);
}

/* Is the question blank exactly where `earlier` has (or has not) one or two of its options? */
static bool explain(const struct wj_draft *draft, const struct wj_draft_question *earlier,
                    struct wj_draft_tally blank, struct wj_buf *out)
{
    for (size_t i = 0; i < earlier->option_count; i++) {
        struct wj_draft_tally one = earlier->options[i].tally;
        if (one.count == 0) {
            continue;
        }
        if (same(one, blank)) {
            compare(out, earlier, "<>", i);
            return true;
        }
        if (same(sum(one, blank), draft->all)) {
            compare(out, earlier, "=", i);
            return true;
        }
        for (size_t j = 0; j < i; j++) {
            struct wj_draft_tally two = sum(one, earlier->options[j].tally);
            if (earlier->options[j].tally.count > 0 && same(sum(two, blank), draft->all)) {
                wj_buf_add_text(out, "OR(");
                compare(out, earlier, "=", j);
                wj_buf_add_text(out, ",");
                compare(out, earlier, "=", i);
                wj_buf_add_text(out, ")");
                return true;
            }
        }
    }
    return false;
}

static void find(struct wj_draft *draft, size_t number)
{
    struct wj_draft_question *question = &draft->questions[number];
    const struct wj_draft_column *column = &draft->columns[question->column];
    struct wj_buf formula = {0};
    bool found = false;
    if (question->columns > 1 || column->skipped > 0 || column->filled == 0 ||
        column->blank.count < LEAST_BLANKS) {
        return;
    }
    for (size_t i = number; i-- > 0 && !found;) {
        const struct wj_draft_question *earlier = &draft->questions[i];
        found = earlier->type == WJ_SINGLE && earlier->option_count <= MOST_OPTIONS &&
                explain(draft, earlier, column->blank, &formula);
    }
    if (found) {
        question->asked_if = wj_draft_copy(draft, wj_buf_slice(&formula));
    }
    draft->no_memory = draft->no_memory || wj_buf_status(&formula) != WJ_OK;
    wj_buf_clear(&formula);
}

void wj_draft_find_asked(struct wj_draft *draft)
{
    for (size_t i = 0; i < draft->question_count; i++) {
        find(draft, i);
    }
}
