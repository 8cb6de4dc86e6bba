#include "draft.h"
#include "wjtab/base/text.h"

enum { MOST_UNION = 64 };

#define VERY_SATISFIED                                                                             \
    {                                                                                              \
        "100",                                                                                     \
        {                                                                                          \
            "非常满意", "很满意", "十分满意", NULL                                                 \
        }                                                                                          \
    }
#define SATISFIED                                                                                  \
    {                                                                                              \
        "80",                                                                                      \
        {                                                                                          \
            "满意", "比较满意", "较满意", "较为满意", NULL                                         \
        }                                                                                          \
    }
#define AVERAGE                                                                                    \
    {                                                                                              \
        "60",                                                                                      \
        {                                                                                          \
            "一般", "基本满意", NULL                                                               \
        }                                                                                          \
    }
#define RATHER_NOT "不太满意", "较不满意", "比较不满意"
#define VERY_DISSATISFIED "非常不满意", "很不满意", "极不满意"
#define WELL_KNOWN                                                                                 \
    {                                                                                              \
        "100",                                                                                     \
        {                                                                                          \
            "非常了解", "很了解", "十分了解", NULL                                                 \
        }                                                                                          \
    }
#define KNOWN                                                                                      \
    {                                                                                              \
        "80",                                                                                      \
        {                                                                                          \
            "了解", "比较了解", "较了解", "较为了解", NULL                                         \
        }                                                                                          \
    }
#define HALF_KNOWN                                                                                 \
    {                                                                                              \
        "60",                                                                                      \
        {                                                                                          \
            "一般", "一般了解", "基本了解", NULL                                                   \
        }                                                                                          \
    }
#define UNKNOWN "完全不了解", "非常不了解", "很不了解"

/* The usual scores. The first that fits is taken. */
static const struct wj_draft_template templates[] = {
    {WJ_FAMILY_SATISFACTION,
     {"满意", "基本满意"},
     {{"100", {"满意", NULL}}, {"60", {"基本满意", NULL}}, {"0", {"不满意", NULL}}},
     3},
    {WJ_FAMILY_SATISFACTION,
     {NULL, NULL},
     {VERY_SATISFIED, SATISFIED, AVERAGE, {"0", {"不满意", NULL}}},
     4},
    {WJ_FAMILY_SATISFACTION,
     {NULL, NULL},
     {VERY_SATISFIED,
      SATISFIED,
      AVERAGE,
      {"40", {"不满意", RATHER_NOT, NULL}},
      {"0", {VERY_DISSATISFIED, NULL}}},
     5},
    {WJ_FAMILY_SATISFACTION,
     {NULL, NULL},
     {VERY_SATISFIED,
      SATISFIED,
      AVERAGE,
      {"40", {RATHER_NOT, NULL}},
      {"0", {"不满意", VERY_DISSATISFIED, NULL}}},
     5},
    {WJ_FAMILY_SATISFACTION,
     {NULL, NULL},
     {VERY_SATISFIED,
      {"80", {"满意", NULL}},
      {"60", {"基本满意", "比较满意", "较满意", "较为满意", NULL}},
      {"40", {"一般", NULL}},
      {"0", {"不满意", RATHER_NOT, VERY_DISSATISFIED, NULL}}},
     5},
    {WJ_FAMILY_AWARENESS,
     {NULL, NULL},
     {WELL_KNOWN, KNOWN, HALF_KNOWN, {"0", {"不了解", NULL}}},
     4},
    {WJ_FAMILY_AWARENESS,
     {NULL, NULL},
     {WELL_KNOWN, KNOWN, HALF_KNOWN, {"40", {"不太了解", "不了解", NULL}}, {"0", {UNKNOWN, NULL}}},
     5},
    {WJ_FAMILY_AWARENESS,
     {NULL, NULL},
     {WELL_KNOWN, KNOWN, HALF_KNOWN, {"40", {"不太了解", NULL}}, {"0", {"不了解", UNKNOWN, NULL}}},
     5},
    {WJ_FAMILY_AGREEMENT,
     {NULL, NULL},
     {{"100", {"非常同意", "完全同意", "很同意", NULL}},
      {"80", {"同意", "比较同意", "基本同意", NULL}},
      {"60", {"一般", "中立", "不确定", "说不准", NULL}},
      {"40", {"不同意", "不太同意", "比较不同意", NULL}},
      {"0", {"非常不同意", "完全不同意", "很不同意", NULL}}},
     5},
    {WJ_FAMILY_AGREEMENT,
     {NULL, NULL},
     {{"100", {"非常认同", "完全认同", "很认同", NULL}},
      {"80", {"认同", "比较认同", "基本认同", NULL}},
      {"60", {"一般", "中立", "不确定", "说不准", NULL}},
      {"40", {"不认同", "不太认同", "比较不认同", NULL}},
      {"0", {"非常不认同", "完全不认同", "很不认同", NULL}}},
     5},
    {WJ_FAMILY_GRADE,
     {NULL, NULL},
     {{"100", {"优", "优秀", NULL}},
      {"80", {"良", "良好", NULL}},
      {"60", {"中", "中等", "一般", NULL}},
      {"0", {"差", "较差", NULL}}},
     4},
    {WJ_FAMILY_QUALITY,
     {"好", "差"},
     {{"100", {"好", NULL}}, {"60", {"一般", NULL}}, {"0", {"差", NULL}}},
     3},
    {WJ_FAMILY_QUALITY,
     {NULL, NULL},
     {{"100", {"很好", "非常好", NULL}},
      {"80", {"较好", "比较好", "好", NULL}},
      {"60", {"一般", NULL}},
      {"40", {"较差", "比较差", "差", "不好", NULL}},
      {"0", {"很差", "非常差", NULL}}},
     5},
};

enum { TEMPLATES = sizeof templates / sizeof *templates };

const char *wj_draft_family_name(enum wj_draft_family family)
{
    static const char *const names[WJ_FAMILIES] = {
        [WJ_FAMILY_NONE] = "",
        [WJ_FAMILY_SATISFACTION] = "满意度",
        [WJ_FAMILY_AWARENESS] = "了解程度",
        [WJ_FAMILY_AGREEMENT] = "认同度",
        [WJ_FAMILY_GRADE] = "优良中差",
        [WJ_FAMILY_QUALITY] = "好差程度",
    };
    return names[family];
}

bool wj_draft_beside_scale(struct wj_slice label)
{
    static const char *const words[] = {"不清楚",   "不了解",   "说不清", "说不清楚",
                                        "不适用",   "不知道",   "未接触", "没接触过",
                                        "无法评价", "未使用过", "没用过", NULL};
    for (size_t i = 0; words[i] != NULL; i++) {
        if (wj_slice_is(label, words[i])) {
            return true;
        }
    }
    return false;
}

static bool has_word(const struct wj_draft_level *level, struct wj_slice label)
{
    for (size_t i = 0; level->words[i] != NULL; i++) {
        if (wj_slice_is(label, level->words[i])) {
            return true;
        }
    }
    return false;
}

long wj_draft_level_of(const struct wj_draft_template *known, struct wj_slice label)
{
    for (size_t i = 0; i < known->level_count; i++) {
        if (has_word(&known->levels[i], label)) {
            return (long)i;
        }
    }
    return -1;
}

static bool is_there(const struct wj_slice *labels, size_t count, const char *word)
{
    for (size_t i = 0; i < count; i++) {
        if (wj_slice_is(labels[i], word)) {
            return true;
        }
    }
    return false;
}

/* Every label has a level of its own. 一般 alone says nothing; one 满意 says enough. */
static bool fits(const struct wj_draft_template *known, const struct wj_slice *labels, size_t count)
{
    static const char *const telling[] = {"满意", "了解", "同意", "认同", NULL};
    const struct wj_slice *owners[6] = {NULL};
    size_t levels = 0;
    bool tells = false;
    for (size_t i = 0; i < count; i++) {
        long level = wj_draft_level_of(known, labels[i]);
        if (level < 0 && wj_draft_beside_scale(labels[i])) {
            continue;
        }
        if (level < 0 || (owners[level] != NULL && !wj_slice_equal(*owners[level], labels[i]))) {
            return false;
        }
        levels += owners[level] == NULL ? 1 : 0;
        owners[level] = &labels[i];
        tells = tells || wj_draft_holds_any(labels[i], telling);
    }
    for (size_t i = 0; i < 2; i++) {
        if (known->needs[i] != NULL && !is_there(labels, count, known->needs[i])) {
            return false;
        }
    }
    return levels > 0 && (tells || levels > 1);
}

const struct wj_draft_template *wj_draft_find_template(enum wj_draft_family family,
                                                       const struct wj_slice *labels, size_t count)
{
    for (size_t i = 0; i < TEMPLATES; i++) {
        if ((family == WJ_FAMILY_NONE || family == templates[i].family) &&
            fits(&templates[i], labels, count)) {
            return &templates[i];
        }
    }
    return NULL;
}

const struct wj_draft_template *wj_draft_hinted(struct wj_slice header, size_t levels)
{
    static const char *const awareness[] = {"了解", "知晓", "知悉", "熟悉", NULL};
    static const char *const agreement[] = {"同意", "认同", NULL};
    enum wj_draft_family family = WJ_FAMILY_NONE;
    if (wj_draft_holds(header, "满意")) {
        family = WJ_FAMILY_SATISFACTION;
    } else if (wj_draft_holds_any(header, awareness)) {
        family = WJ_FAMILY_AWARENESS;
    } else if (wj_draft_holds_any(header, agreement)) {
        family = WJ_FAMILY_AGREEMENT;
    }
    for (size_t i = 0; family != WJ_FAMILY_NONE && i < TEMPLATES; i++) {
        if (templates[i].family == family && templates[i].level_count >= levels &&
            templates[i].level_count > 3) {
            return &templates[i];
        }
    }
    return NULL;
}

/* --- a question gets its scale --- */

/* The option that somebody chose for a level, or NULL. */
static const struct wj_draft_option *chosen_for(const struct wj_draft_template *known, size_t level,
                                                const struct wj_draft_question *question)
{
    for (size_t i = 0; i < question->option_count; i++) {
        if (wj_draft_level_of(known, question->options[i].label) == (long)level) {
            return &question->options[i];
        }
    }
    return NULL;
}

/* How a level is spelled in the other questions, or usually. */
static struct wj_slice spelled_for(const struct wj_draft_template *known, size_t level,
                                   const struct wj_slice *labels, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (wj_draft_level_of(known, labels[i]) == (long)level) {
            return labels[i];
        }
    }
    return wj_slice_of(known->levels[level].words[0]);
}

void wj_draft_apply(struct wj_draft *draft, struct wj_draft_question *question,
                    const struct wj_draft_template *known, const struct wj_slice *labels,
                    size_t label_count)
{
    size_t count = 0;
    struct wj_draft_option *options =
        wj_draft_array(draft, known->level_count + question->option_count, sizeof *options);
    if (options == NULL) {
        return;
    }
    for (size_t level = 0; level < known->level_count; level++) {
        const struct wj_draft_option *chosen = chosen_for(known, level, question);
        struct wj_draft_option *option = &options[count++];
        if (chosen != NULL) {
            *option = *chosen;
        } else {
            option->label = spelled_for(known, level, labels, label_count);
        }
        option->score = known->levels[level].score;
        option->words = known->levels[level].words;
    }
    for (size_t i = 0; i < question->option_count; i++) {
        struct wj_slice label = question->options[i].label;
        if (wj_draft_level_of(known, label) < 0 && wj_draft_beside_scale(label)) {
            options[count++] = question->options[i];
        }
    }
    question->options = options;
    question->option_count = count;
    question->family = known->family;
}

/* --- all questions --- */

enum { NOISE = 20 }; /* one answer in 20 may be none of the scale's */

/* The labels of a question that could be levels of a known scale: rare answers that no scale
 * knows are left out. Returns how many; 0 when too many are strange. */
static size_t likely_labels(const struct wj_draft_question *question, struct wj_slice *labels)
{
    uint64_t all = 0;
    uint64_t strange = 0;
    size_t count = 0;
    for (size_t i = 0; i < question->option_count; i++) {
        const struct wj_draft_option *option = &question->options[i];
        bool known = wj_draft_beside_scale(option->label);
        for (size_t t = 0; !known && t < TEMPLATES; t++) {
            known = wj_draft_level_of(&templates[t], option->label) >= 0;
        }
        all += option->tally.count;
        strange += known ? 0 : option->tally.count;
        if (known && count < MOST_UNION) {
            labels[count++] = option->label;
        }
    }
    return strange * NOISE <= all ? count : 0;
}

/* Adds the labels that are not there yet; returns the new count. */
static size_t unite(struct wj_slice *all, size_t count, const struct wj_slice *labels, size_t more)
{
    for (size_t i = 0; i < more && count < MOST_UNION; i++) {
        bool there = false;
        for (size_t j = 0; j < count && !there; j++) {
            there = wj_slice_equal(all[j], labels[i]);
        }
        if (!there) {
            all[count++] = labels[i];
        }
    }
    return count;
}

/* Questions of one family were most likely asked with the same levels, chosen or not. */
static void find_family(struct wj_draft *draft, enum wj_draft_family family)
{
    struct wj_slice all[MOST_UNION];
    struct wj_slice labels[MOST_UNION];
    size_t count = 0;
    for (size_t round = 0; round < 2; round++) {
        const struct wj_draft_template *common = wj_draft_find_template(family, all, count);
        for (size_t i = 0; i < draft->question_count; i++) {
            struct wj_draft_question *question = &draft->questions[i];
            size_t found = question->type == WJ_SINGLE && question->family == WJ_FAMILY_NONE
                               ? likely_labels(question, labels)
                               : 0;
            const struct wj_draft_template *own = wj_draft_find_template(family, labels, found);
            if (found == 0 || own == NULL) {
                continue;
            }
            if (round == 0) {
                count = unite(all, count, labels, found);
            } else {
                wj_draft_apply(draft, question, common != NULL ? common : own, all,
                               common != NULL ? count : 0);
            }
        }
    }
}

/* --- scales that questions share --- */

static bool same_options(const struct wj_draft_question *a, const struct wj_draft_question *b)
{
    bool same = a->option_count == b->option_count && a->family == b->family;
    for (size_t i = 0; same && i < a->option_count; i++) {
        same = wj_slice_equal(a->options[i].code, b->options[i].code) &&
               wj_slice_equal(a->options[i].label, b->options[i].label) &&
               a->options[i].other == b->options[i].other &&
               (a->options[i].score == NULL) == (b->options[i].score == NULL);
    }
    return same;
}

static void name_scale(struct wj_draft *draft, struct wj_draft_scale *scale,
                       enum wj_draft_family family)
{
    struct wj_buf name = {0};
    size_t before = 0;
    for (size_t i = 0; i < draft->scale_count; i++) {
        before += draft->questions[draft->scales[i].question].family == family ? 1 : 0;
    }
    wj_buf_add_text(&name, wj_draft_family_name(family));
    if (before > 0) {
        wj_buf_addf(&name, "%zu", before + 1);
    }
    scale->name = wj_draft_copy(draft, wj_buf_slice(&name));
    wj_buf_clear(&name);
}

static void share_scale(struct wj_draft *draft, size_t number)
{
    struct wj_draft_question *question = &draft->questions[number];
    size_t scale = 0;
    while (scale < draft->scale_count &&
           !same_options(&draft->questions[draft->scales[scale].question], question)) {
        scale++;
    }
    if (scale == draft->scale_count) {
        draft->scales[scale].question = number;
        name_scale(draft, &draft->scales[scale], question->family);
        draft->scale_count++;
    }
    draft->scales[scale].uses++;
    question->scale = (long)scale;
}

void wj_draft_find_scales(struct wj_draft *draft)
{
    for (unsigned family = 1; family < WJ_FAMILIES; family++) {
        find_family(draft, (enum wj_draft_family)family);
    }
}

void wj_draft_share_scales(struct wj_draft *draft)
{
    enum { MOST_SCALES = 400 };
    draft->scales = wj_draft_array(draft, MOST_SCALES, sizeof *draft->scales);
    for (size_t i = 0; draft->scales != NULL && i < draft->question_count; i++) {
        if (draft->questions[i].family != WJ_FAMILY_NONE && draft->scale_count < MOST_SCALES) {
            share_scale(draft, i);
        }
    }
}
