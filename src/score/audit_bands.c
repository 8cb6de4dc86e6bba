#include "audit_job.h"

#include <stdlib.h>

#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

/* One end of a band. */
struct edge {
    bool there;
    bool closed;
    mpq_t value;
};

struct band {
    const char *group; /* 评分区间: the indicator; "" for the grades */
    const char *name;
    const char *text;
    struct wj_place place;
    struct edge low;
    struct edge high;
};

struct bands {
    struct wj_audit_job *job;
    struct band *list;
    size_t count;
};

/* ---- reading ---- */

/* A number in a band's text, and what its surroundings say about it. */
struct bound {
    mpq_t value;
    char before; /* relation in front: g ≥, G >, l ≤, L < */
    char after;  /* relation behind; u 以上, d 以下 */
    char said;   /* i: 含, e: 不含 */
    bool bracket_open;
    bool bracket_closed;
};

struct bounds {
    struct bound list[2];
    size_t count;
    bool bad;
};

static bool starts(const char *text, const char *word)
{
    return strncmp(text, word, strlen(word)) == 0;
}

/* The relation at the start of the text; *len: its bytes. */
static char relation_at(const char *text, size_t *len)
{
    static const struct {
        const char *sign;
        char relation;
    } signs[] = {{"≥", 'g'}, {"≧", 'g'},  {">=", 'g'}, {"≤", 'l'},
                 {"≦", 'l'}, {"<=", 'l'}, {">", 'G'},  {"<", 'L'}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (starts(text, signs[i].sign)) {
            *len = strlen(signs[i].sign);
            return signs[i].relation;
        }
    }
    *len = 0;
    return 0;
}

/* 含90, 不含 60, 含: of the number that it names, else of the last. */
static void read_remark(struct bounds *bounds, const char *text, size_t len)
{
    struct bound *bound = bounds->count > 0 ? &bounds->list[bounds->count - 1] : NULL;
    mpq_t value;
    size_t at = 0;
    bool except = len >= strlen("不含") && starts(text, "不含");
    while (at < len && (text[at] < '0' || text[at] > '9')) {
        at++;
    }
    size_t end = at;
    while (end < len && strchr("0123456789.%", text[end]) != NULL) {
        end++;
    }
    mpq_init(value);
    if (end > at && wj_number_parse(value, wj_slice(text + at, end - at), WJ_NUMBER_PERCENT)) {
        for (size_t i = 0; i < bounds->count; i++) {
            bound = mpq_equal(bounds->list[i].value, value) != 0 ? &bounds->list[i] : bound;
        }
    }
    mpq_clear(value);
    if (bound != NULL && memmem(text, len, "含", strlen("含")) != NULL) {
        bound->said = except ? 'e' : 'i';
    }
}

/* What stands behind a number: 分, 及以上, ≤, a remark in brackets. */
static const char *read_behind(struct bounds *bounds, const char *text)
{
    struct bound *bound = &bounds->list[bounds->count - 1];
    for (;;) {
        size_t len;
        const char *end = *text == '(' ? strchr(text, ')') : NULL;
        if (starts(text, "分") || starts(text, "及") || starts(text, "以")) {
            bound->said = starts(text, "及") ? 'i' : bound->said;
            text += strlen("分");
        } else if (starts(text, "上") || starts(text, "下") || starts(text, "内")) {
            bound->after = starts(text, "上") ? 'u' : 'd';
            bound->said = starts(text, "内") ? 'i' : bound->said;
            text += strlen("上");
        } else if (end != NULL) {
            read_remark(bounds, text + 1, (size_t)(end - text) - 1);
            text = end + 1;
        } else if (relation_at(text, &len) != 0 && bound->after == 0) {
            bound->after = relation_at(text, &len);
            text += len;
        } else {
            return text;
        }
    }
}

static const char *read_bound(struct bounds *bounds, const char *text, char before)
{
    size_t len = strspn(text, "0123456789.%");
    if (bounds->count == 2) {
        bounds->bad = true;
        return text + len;
    }
    struct bound *bound = &bounds->list[bounds->count];
    if (!wj_number_parse(bound->value, wj_slice(text, len), WJ_NUMBER_PERCENT)) {
        bounds->bad = true;
        return text + len;
    }
    bound->before = before;
    bounds->count++;
    return read_behind(bounds, text + len);
}

/* Finds the numbers and what is said about them; what else stands there (得分, dashes) separates.
 */
static void read_bounds(struct bounds *bounds, const char *text)
{
    char before = 0;
    bool first_open = *text == '(' && text[1] >= '0' && text[1] <= '9' && strchr(text, ',') != NULL;
    bool bracketed = *text == '[' || first_open;
    text += bracketed ? 1 : 0;
    while (*text != '\0') {
        size_t len;
        char relation = relation_at(text, &len);
        if (relation != 0) {
            before = relation;
            text += len;
        } else if (*text >= '0' && *text <= '9') {
            text = read_bound(bounds, text, before);
            before = 0;
        } else if (bracketed && (*text == ']' || *text == ')') && bounds->count == 2) {
            bounds->list[0].said = first_open ? 'e' : 'i';
            bounds->list[1].said = *text == ')' ? 'e' : 'i';
            text++;
        } else if (*text == '(' && strchr(text, ')') != NULL) {
            const char *end = strchr(text, ')');
            read_remark(bounds, text + 1, (size_t)(end - text) - 1);
            text = end + 1;
        } else {
            int32_t codepoint;
            text += wj_utf8_next(wj_slice_of(text), &codepoint);
        }
    }
}

static void set_edge(struct edge *edge, const struct bound *bound, bool closed)
{
    edge->there = true;
    edge->closed = bound->said == 'i' || (closed && bound->said != 'e');
    mpq_set(edge->value, bound->value);
}

/* One number bounds one side: by its relation, 以上 or 以下. */
static bool set_side(struct band *band, const struct bound *bound)
{
    switch (bound->before) {
    case 'g':
    case 'G':
        set_edge(&band->low, bound, bound->before == 'g');
        return true;
    case 'l':
    case 'L':
        set_edge(&band->high, bound, bound->before == 'l');
        return true;
    default:
        break;
    }
    switch (bound->after) {
    case 'u':
        set_edge(&band->low, bound, true);
        return true;
    case 'd':
        set_edge(&band->high, bound, false);
        return true;
    case 'l':
    case 'L':
        set_edge(&band->low, bound, bound->after == 'l');
        return true;
    case 'g':
    case 'G':
        set_edge(&band->high, bound, bound->after == 'g');
        return true;
    default:
        return false;
    }
}

/* Two numbers with a dash between them hold both ends, unless 含 is said of one alone. */
static void set_range(struct wj_audit_job *job, struct band *band, const struct bounds *bounds)
{
    bool turned = mpq_cmp(bounds->list[0].value, bounds->list[1].value) > 0;
    const struct bound *low = &bounds->list[turned ? 1 : 0];
    const struct bound *high = &bounds->list[turned ? 0 : 1];
    mpq_t full;
    mpq_init(full);
    mpq_set_ui(full, 100, 1);
    if (job->nodes[0].held[MEASURE_POINTS].known) {
        mpq_set(full, job->nodes[0].held[MEASURE_POINTS].high);
    }
    bool is_top = mpq_cmp(high->value, full) >= 0;
    set_edge(&band->low, low, high->said != 'i' || low->said != 0 || mpq_sgn(low->value) == 0);
    set_edge(&band->high, high, low->said != 'i' || high->said != 0 || is_top);
    mpq_clear(full);
}

static bool read_band(struct wj_audit_job *job, struct band *band)
{
    struct bounds bounds = {.count = 0};
    mpq_inits(bounds.list[0].value, bounds.list[1].value, NULL);
    read_bounds(&bounds, band->text);
    bool good = !bounds.bad && bounds.count > 0;
    if (good && bounds.count == 2) {
        struct bound *first = &bounds.list[0];
        struct bound *second = &bounds.list[1];
        bool related = first->before != 0 || first->after != 0;
        if (related && set_side(band, first)) {
            /* 80≤S<90: the second relation stands before its number */
            good = set_side(band, second) && band->low.there && band->high.there;
        } else if (second->before != 0 || second->after != 0) {
            good = set_side(band, second);
        } else {
            set_range(job, band, &bounds);
        }
    } else if (good) {
        good = set_side(band, &bounds.list[0]);
    }
    mpq_clears(bounds.list[0].value, bounds.list[1].value, NULL);
    return good;
}

/* ---- holes and overlaps ---- */

static int by_group_and_low(const void *a, const void *b)
{
    const struct band *one = a;
    const struct band *other = b;
    int order = strcmp(one->group, other->group);
    if (order != 0) {
        return order;
    }
    if (one->low.there != other->low.there) {
        return one->low.there ? 1 : -1;
    }
    order = one->low.there ? mpq_cmp(one->low.value, other->low.value) : 0;
    if (order == 0 && one->low.there && one->low.closed != other->low.closed) {
        return one->low.closed ? -1 : 1;
    }
    return order != 0
               ? order
               : (one->place.line > other->place.line) - (one->place.line < other->place.line);
}

static void report(struct bands *bands, const struct band *band, const char *kind,
                   const char *other, const char *arithmetic, const char *message)
{
    struct wj_audit_finding finding = {
        .kind = kind,
        .file = band->place.file,
        .line = band->place.line,
        .subject = wj_audit_text(bands->job, "%s%s%s", band->group, *band->group != '\0' ? " " : "",
                                 band->name),
        .stated = band->text,
        .computed = other,
        .arithmetic = arithmetic,
    };
    wj_audit_add(bands->job, &finding, "%s", message);
}

/* A value as the band writes its own. */
static const char *shown(struct wj_audit_job *job, const struct band *band, const mpq_t value)
{
    return wj_audit_number(job, value, strchr(band->text, '%') != NULL);
}

/* A value between two, for the example. */
static const char *middle(struct wj_audit_job *job, const struct band *band, const mpq_t low,
                          const mpq_t high)
{
    mpq_t value;
    mpq_init(value);
    mpq_add(value, low, high);
    mpq_div_2exp(value, value, 1);
    const char *text = shown(job, band, value);
    mpq_clear(value);
    return text;
}

static void report_hole(struct bands *bands, const struct band *band, const char *other,
                        const mpq_t low, const mpq_t high)
{
    struct wj_audit_job *job = bands->job;
    const char *example = middle(job, band, low, high);
    const char *arithmetic = mpq_equal(low, high) != 0
                                 ? example
                                 : wj_audit_text(job, "%s < %s < %s", shown(job, band, low),
                                                 example, shown(job, band, high));
    report(bands, band, "band_hole", other, arithmetic,
           wj_audit_text(job, _("no band holds %s: it lies between %s and %s"), example, band->text,
                         other));
}

/* Two neighbours, the lower first. */
static void check_pair(struct bands *bands, const struct band *low, const struct band *high)
{
    struct wj_audit_job *job = bands->job;
    if (!low->high.there || !high->low.there) {
        const char *both =
            high->low.there ? shown(job, high, high->low.value) : shown(job, high, low->high.value);
        if (low->high.there || high->low.there) {
            report(bands, high, "band_overlap", low->text, both,
                   wj_audit_text(job, _("%s falls under both %s and %s"), both, low->text,
                                 high->text));
        }
        return;
    }
    int order = mpq_cmp(low->high.value, high->low.value);
    bool both_closed = low->high.closed && high->low.closed;
    bool both_open = !low->high.closed && !high->low.closed;
    if (order < 0 || (order == 0 && both_open)) {
        report_hole(bands, low, high->text, low->high.value, high->low.value);
    } else if (order > 0 || both_closed) {
        const char *both = order == 0 ? shown(job, high, high->low.value)
                                      : middle(job, high, high->low.value, low->high.value);
        report(bands, high, "band_overlap", low->text, both,
               wj_audit_text(job, _("%s falls under both %s and %s"), both, low->text, high->text));
    }
}

static bool reaches_further(const struct band *band, const struct band *than)
{
    return !band->high.there ||
           (than->high.there && mpq_cmp(band->high.value, than->high.value) >= 0);
}

/* The grades' bands reach from nothing to the full marks. */
static void check_ends(struct bands *bands, const struct band *lowest, const struct band *highest)
{
    struct wj_audit_job *job = bands->job;
    const struct wj_audit_sum *points = &job->nodes[0].held[MEASURE_POINTS];
    mpq_t end;
    mpq_init(end);
    if (lowest->low.there && mpq_sgn(lowest->low.value) > 0) {
        report_hole(bands, lowest, "0", end, lowest->low.value);
    }
    mpq_set_ui(end, 100, 1);
    if (points->known && points->parts > 0) {
        mpq_set(end, points->high);
    }
    if (highest->high.there && mpq_cmp(highest->high.value, end) < 0) {
        report_hole(bands, highest, shown(job, highest, end), highest->high.value, end);
    }
    mpq_clear(end);
}

static void check_group(struct bands *bands, const struct band *first, size_t count)
{
    const struct band *highest = first;
    for (size_t i = 1; i < count; i++) {
        check_pair(bands, highest, &first[i]);
        highest = reaches_further(&first[i], highest) ? &first[i] : highest;
    }
    if (*first->group == '\0') {
        check_ends(bands, first, highest);
    }
}

/* ---- grades ---- */

static bool holds(const struct band *band, const mpq_t value)
{
    int low = band->low.there ? mpq_cmp(value, band->low.value) : 1;
    int high = band->high.there ? mpq_cmp(value, band->high.value) : -1;
    return (low > 0 || (low == 0 && band->low.closed)) &&
           (high < 0 || (high == 0 && band->high.closed));
}

/* The names of the bands that hold the total. */
static const char *names_of(struct bands *bands, const mpq_t total)
{
    const char *names = "";
    for (size_t i = 0; i < bands->count; i++) {
        if (*bands->list[i].group == '\0' && holds(&bands->list[i], total)) {
            names = wj_audit_text(bands->job, "%s%s%s", names, *names != '\0' ? "/" : "",
                                  bands->list[i].name);
        }
    }
    return names;
}

static const char *given_grade(const struct wj_audit_job *job, const mpq_t total)
{
    for (size_t i = 0; i < job->options->grade_count; i++) {
        if (mpq_cmp(total, job->options->grades[i].from) >= 0) {
            return job->options->grades[i].grade;
        }
    }
    return "";
}

/* The usual grades; only where the points add up to 100. */
static const char *usual_grade(const struct wj_audit_job *job, const mpq_t total)
{
    const struct wj_audit_sum *points = &job->nodes[0].held[MEASURE_POINTS];
    if (points->parts > 0 && points->known && mpq_cmp_ui(points->high, 100, 1) != 0) {
        return NULL;
    }
    if (mpq_cmp_ui(total, 90, 1) >= 0) {
        return "优";
    }
    if (mpq_cmp_ui(total, 80, 1) >= 0) {
        return "良";
    }
    return mpq_cmp_ui(total, 60, 1) >= 0 ? "中" : "差";
}

/* The total that the grade is for: stated, else the table's. */
static bool total_of(const struct wj_audit_job *job, mpq_t total)
{
    for (size_t i = 0; i < job->stated.count; i++) {
        if (strcmp(job->stated.list[i].scope, "总分") == 0 && job->statements[i].figure != NULL) {
            mpq_set(total, job->statements[i].figure->value);
            return true;
        }
    }
    for (size_t i = 0; i < job->score_count; i++) {
        const struct wj_audit_sum *sum = &job->nodes[0].held[MEASURE_SCORE + i];
        if (sum->known && sum->parts > 0 && mpq_equal(sum->low, sum->high) != 0) {
            mpq_set(total, sum->low);
            return true;
        }
    }
    return false;
}

static bool has_grade_bands(const struct bands *bands)
{
    for (size_t i = 0; i < bands->count; i++) {
        if (*bands->list[i].group == '\0') {
            return true;
        }
    }
    return false;
}

/* Is the grade one of those whose band holds the total? 优秀 is 优. */
static bool is_among(const char *names, const char *grade)
{
    while (*names != '\0') {
        size_t len = strcspn(names, "/");
        if (len > 0 && strncmp(names, grade, len) == 0) {
            return true;
        }
        names += len + (names[len] == '/' ? 1 : 0);
    }
    return false;
}

static void check_grades(struct bands *bands)
{
    struct wj_audit_job *job = bands->job;
    mpq_t total;
    mpq_init(total);
    bool known = job->grades.count > 0 && total_of(job, total);
    for (size_t i = 0; i < job->grades.count && known; i++) {
        const struct wj_audit_figure *grade = job->grades.list[i];
        const char *fitting = has_grade_bands(bands)          ? names_of(bands, total)
                              : job->options->grade_count > 0 ? given_grade(job, total)
                                                              : usual_grade(job, total);
        if (fitting == NULL) {
            break;
        }
        job->audit->compared++;
        if (is_among(fitting, grade->text)) {
            continue;
        }
        const char *points = wj_audit_number(job, total, false);
        struct wj_audit_finding finding = {.kind = "grade",
                                           .file = grade->place.file,
                                           .line = grade->place.line,
                                           .column = grade->place.column,
                                           .subject = "等级",
                                           .stated = grade->text,
                                           .computed = fitting,
                                           .arithmetic = points};
        if (*fitting != '\0') {
            wj_audit_add(job, &finding, _("the grade “%s” is stated; a total of %s is “%s”"),
                         grade->text, points, fitting);
        } else {
            wj_audit_add(job, &finding, _("the grade “%s” is stated; no band holds a total of %s"),
                         grade->text, points);
        }
    }
    mpq_clear(total);
}

/* ---- all ---- */

/* What stands before the slash of 补贴对象满意度/满分. */
static void name_band(struct wj_audit_job *job, struct band *band,
                      const struct wj_stated_figure *stated)
{
    const char *slash = strchr(stated->name, '/');
    band->group = "";
    band->name = stated->name;
    if (strcmp(stated->scope, "评分区间") == 0) {
        size_t len = slash != NULL ? (size_t)(slash - stated->name) : strlen(stated->name);
        band->group = wj_audit_text(job, "%.*s", (int)len, stated->name);
        band->name = slash != NULL ? slash + 1 : "";
    }
}

static void add_band(struct bands *bands, const struct wj_stated_figure *stated)
{
    struct wj_audit_job *job = bands->job;
    struct band *band = &bands->list[bands->count];
    *band = (struct band){.text = wj_audit_squeeze(job, stated->value),
                          .place = {.file = job->options->stated, .line = stated->line}};
    mpq_inits(band->low.value, band->high.value, NULL);
    bands->count++;
    name_band(job, band, stated);
    job->audit->compared++;
    if (!read_band(job, band)) {
        struct wj_audit_finding finding = {.kind = "unreadable",
                                           .file = band->place.file,
                                           .line = band->place.line,
                                           .subject = band->name,
                                           .stated = band->text};
        wj_audit_add(job, &finding, _("“%s” is no band that can be read, like 80—90 or ≥90"),
                     band->text);
        mpq_clears(band->low.value, band->high.value, NULL);
        bands->count--;
    }
}

void wj_audit_check_bands(struct wj_audit_job *job)
{
    struct bands bands = {.job = job};
    bands.list = wj_arena_alloc(&job->audit->arena, (job->stated.count + 1) * sizeof *bands.list);
    if (bands.list == NULL) {
        return;
    }
    for (size_t i = 0; i < job->stated.count; i++) {
        const char *scope = job->stated.list[i].scope;
        if (strcmp(scope, "等级区间") == 0 || strcmp(scope, "评分区间") == 0) {
            add_band(&bands, &job->stated.list[i]);
        }
    }
    qsort(bands.list, bands.count, sizeof *bands.list, by_group_and_low);
    for (size_t i = 0; i < bands.count;) {
        size_t count = 1;
        while (i + count < bands.count &&
               strcmp(bands.list[i].group, bands.list[i + count].group) == 0) {
            count++;
        }
        check_group(&bands, &bands.list[i], count);
        i += count;
    }
    check_grades(&bands);
    for (size_t i = 0; i < bands.count; i++) {
        mpq_clears(bands.list[i].low.value, bands.list[i].high.value, NULL);
    }
}
