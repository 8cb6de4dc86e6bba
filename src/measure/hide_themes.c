/* Themes of open answers: several may fit one answer, and what none fits is counted, too. */
#include "hiding.h"

static void add_themes(const struct wj_hiding *hiding, struct wj_mask *mask, size_t number)
{
    const struct wj_question_tally *tally = &hiding->tally->questions[number];
    size_t count = hiding->survey->questions[number].theme_count;
    uint64_t coded = tally->answered - tally->uncoded;
    uint64_t sum = 0;
    for (size_t i = 0; i <= count; i++) {
        uint64_t of = i < count ? tally->themes[i] : tally->uncoded;
        wj_mask_add(mask, of, wj_hiding_cost(of), wj_is_small(hiding, of));
        sum += i < count ? of : 0;
    }
    size_t all = wj_mask_add(mask, coded, WJ_MASK_UNPRINTED, false);
    size_t more = wj_mask_add(mask, sum - coded, WJ_MASK_UNPRINTED, false);
    wj_mask_row(mask); /* answered */
    wj_mask_plus(mask, all, 1);
    wj_mask_plus(mask, count, 1);
    wj_mask_row(mask); /* those with a theme have at least one */
    wj_mask_plus(mask, all, -1);
    wj_mask_plus(mask, more, -1);
    for (size_t i = 0; i < count; i++) {
        wj_mask_plus(mask, i, 1);
    }
    for (size_t i = 0; i < count; i++) {
        size_t rest = wj_mask_add(mask, coded - tally->themes[i], WJ_MASK_UNPRINTED, false);
        wj_mask_row(mask);
        wj_mask_plus(mask, i, 1);
        wj_mask_plus(mask, rest, 1);
        wj_mask_plus(mask, all, -1);
    }
}

/* One alone, known to be small, might be told: those with a theme are all who answered but the
 * others. */
static void accompany(const struct wj_hiding *hiding, size_t number)
{
    const struct wj_question_tally *tally = &hiding->tally->questions[number];
    size_t count = hiding->survey->questions[number].theme_count;
    size_t hidden = 0;
    size_t found = count + 1;
    unsigned least = 0;
    for (size_t i = 0; i <= count; i++) {
        unsigned cost = wj_hiding_cost(i < count ? tally->themes[i] : tally->uncoded);
        bool shown = !hiding->themes[number][i];
        hidden += shown ? 0 : 1;
        if (shown && (found > count || cost < least)) {
            found = i;
            least = cost;
        }
    }
    if (hidden == 1 && found <= count) {
        hiding->themes[number][found] = true;
    }
}

/* All of them where no move is found. */
static enum wj_status hide_question(struct wj_hiding *hiding, size_t number)
{
    size_t count = hiding->survey->questions[number].theme_count;
    struct wj_mask mask;
    unsigned long failures = wj_memory_failures();
    bool fine = false;
    wj_mask_init(&mask, hiding->hidden->below);
    add_themes(hiding, &mask, number);
    enum wj_status status = wj_memory_status(failures);
    if (status == WJ_OK) {
        status = wj_hiding_solve(&mask, &fine);
    }
    for (size_t i = 0; status == WJ_OK && i <= count; i++) {
        hiding->themes[number][i] = !fine || mask.cells[i].hidden;
    }
    accompany(hiding, number);
    wj_mask_clear(&mask);
    return status;
}

enum wj_status wj_hide_themes(struct wj_hiding *hiding)
{
    const struct wj_survey *survey = hiding->survey;
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < survey->question_count; i++) {
        if (survey->questions[i].theme_count > 0 && hiding->tally->questions[i].answered > 0) {
            status = hide_question(hiding, i);
        }
    }
    return status;
}
