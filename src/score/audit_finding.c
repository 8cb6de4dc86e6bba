#include <stdarg.h>

#include "audit_job.h"

#include "wjtab/base/message.h"

static const char *copy_buffer(struct wj_audit_job *job, const struct wj_buf *buf)
{
    const char *copy = wj_arena_copy(&job->audit->arena, wj_buf_slice(buf));
    return copy != NULL ? copy : "";
}

const char *wj_audit_text(struct wj_audit_job *job, const char *format, ...)
{
    struct wj_buf buf = {0};
    va_list arguments;
    va_start(arguments, format);
    wj_buf_vaddf(&buf, format, arguments);
    va_end(arguments);
    const char *text = copy_buffer(job, &buf);
    wj_buf_clear(&buf);
    return text;
}

static const char *keep(struct wj_audit_job *job, const char *text)
{
    const char *copy = wj_arena_copy(&job->audit->arena, wj_slice_of(text));
    return copy != NULL ? copy : "";
}

void wj_audit_add(struct wj_audit_job *job, const struct wj_audit_finding *finding,
                  const char *format, ...)
{
    struct wj_audit *audit = job->audit;
    if (audit->finding_count == MOST_FINDINGS ||
        wj_grow(&audit->findings, &audit->finding_capacity, audit->finding_count + 1,
                sizeof *audit->findings) != WJ_OK) {
        return;
    }
    struct wj_buf message = {0};
    va_list arguments;
    va_start(arguments, format);
    wj_buf_vaddf(&message, format, arguments);
    va_end(arguments);
    struct wj_audit_finding *added = &audit->findings[audit->finding_count++];
    *added = *finding;
    added->file = keep(job, finding->file);
    added->subject = keep(job, finding->subject);
    added->stated = keep(job, finding->stated);
    added->computed = keep(job, finding->computed);
    added->arithmetic = keep(job, finding->arithmetic);
    added->message = copy_buffer(job, &message);
    wj_buf_clear(&message);
}

/* Does the value end within `places` decimals? */
static bool ends_within(const mpq_t value, unsigned places)
{
    mpq_t rounded;
    mpq_init(rounded);
    wj_number_round(rounded, value, (int)places, WJ_TRUNCATE);
    bool ends = mpq_equal(rounded, value) != 0;
    mpq_clear(rounded);
    return ends;
}

const char *wj_audit_number(struct wj_audit_job *job, const mpq_t value, bool percent)
{
    struct wj_buf buf = {0};
    bool ends = ends_within(value, percent ? 6 : 4);
    struct wj_rounding rounding = {4, ends ? WJ_HALF_UP : WJ_TRUNCATE};
    if (percent) {
        wj_number_percent(&buf, value, rounding, ends);
    } else if (ends) {
        wj_number_short(&buf, value, rounding);
    } else {
        wj_number_fixed(&buf, value, rounding);
    }
    if (!ends && percent && buf.len > 0) {
        buf.len--;
        wj_buf_add_text(&buf, "…%");
    } else if (!ends) {
        wj_buf_add_text(&buf, "…");
    }
    const char *text = copy_buffer(job, &buf);
    wj_buf_clear(&buf);
    return text;
}

/* ---- roundings ---- */

enum { ALL_MODES = 15, MODES = 4 };

unsigned wj_audit_modes(const struct wj_audit_figure *figure, const mpq_t value)
{
    if (mpq_equal(figure->value, value) != 0) {
        return ALL_MODES;
    }
    unsigned modes = 0;
    mpq_t rounded;
    mpq_init(rounded);
    for (unsigned mode = 0; mode < MODES && figure->decimals >= 0; mode++) {
        wj_number_round(rounded, value, figure->decimals, (enum wj_round_mode)mode);
        modes |= mpq_equal(figure->value, rounded) != 0 ? 1U << mode : 0;
    }
    mpq_clear(rounded);
    return modes;
}

bool wj_audit_fits(struct wj_audit_job *job, const struct wj_audit_figure *figure,
                   const mpq_t value, const char *subject)
{
    unsigned modes = wj_audit_modes(figure, value);
    size_t kind = figure->percent ? 0 : 1;
    job->audit->compared++;
    if (modes == 0 || mpq_equal(figure->value, value) != 0) {
        return modes != 0;
    }
    if (wj_grow(&job->rounded[kind], &job->rounded_capacity[kind], job->rounded_count[kind] + 1,
                sizeof *job->rounded[kind]) == WJ_OK) {
        job->rounded[kind][job->rounded_count[kind]++] =
            (struct wj_audit_rounded){.subject = subject,
                                      .figure = figure,
                                      .exact = wj_audit_number(job, value, figure->percent),
                                      .modes = modes};
    }
    return true;
}

static const char *mode_name(unsigned mode)
{
    const char *const names[] = {_("half-up"), _("half-even"), _("truncation"), _("rounding up")};
    return names[mode];
}

static const char *mode_names(struct wj_audit_job *job, unsigned modes)
{
    const char *names = "";
    for (unsigned mode = 0; mode < MODES; mode++) {
        if ((modes & 1U << mode) != 0) {
            names =
                wj_audit_text(job, "%s%s%s", names, *names != '\0' ? ", " : "", mode_name(mode));
        }
    }
    return names;
}

/* The roundings that explain all figures of a kind. */
static unsigned common_modes(const struct wj_audit_job *job, size_t kind)
{
    unsigned modes = ALL_MODES;
    for (size_t i = 0; i < job->rounded_count[kind]; i++) {
        modes &= job->rounded[kind][i].modes;
    }
    return modes;
}

static void count_modes(struct wj_audit_job *job, size_t kind)
{
    struct wj_audit_rounding *rounding = &job->audit->roundings[kind];
    rounding->figures = kind == 0 ? "percent" : "number";
    rounding->compared = job->rounded_count[kind];
    for (size_t i = 0; i < job->rounded_count[kind]; i++) {
        for (unsigned mode = 0; mode < MODES; mode++) {
            rounding->explained[mode] += (job->rounded[kind][i].modes >> mode) & 1U;
        }
    }
}

static void add_rounding(struct wj_audit_job *job, const struct wj_audit_rounded *rounded,
                         const char *arithmetic, const char *message)
{
    struct wj_audit_finding finding = {.kind = "rounding",
                                       .file = rounded->figure->place.file,
                                       .line = rounded->figure->place.line,
                                       .column = rounded->figure->place.column,
                                       .subject = rounded->subject,
                                       .stated = rounded->figure->text,
                                       .computed = rounded->exact,
                                       .arithmetic = arithmetic};
    wj_audit_add(job, &finding, "%s", message);
}

/* The figures that the rounding of all others, or the declared one, does not explain. */
static void report_outliers(struct wj_audit_job *job, size_t kind)
{
    const struct wj_audit_rounding *rounding = &job->audit->roundings[kind];
    unsigned mode = job->options->declared
                        ? (unsigned)(kind == 0 ? job->options->percent : job->options->score).mode
                        : 0;
    for (unsigned i = 1; i < MODES && !job->options->declared; i++) {
        mode = rounding->explained[i] > rounding->explained[mode] ? i : mode;
    }
    for (size_t i = 0; i < job->rounded_count[kind]; i++) {
        const struct wj_audit_rounded *rounded = &job->rounded[kind][i];
        if ((rounded->modes & 1U << mode) == 0) {
            const char *names = mode_names(job, rounded->modes);
            const char *arithmetic = wj_audit_text(
                job, _("%s: %s; %zu of %zu figures: %s"), rounded->figure->text, names,
                rounding->explained[mode], rounding->compared, mode_name(mode));
            add_rounding(job, rounded, arithmetic,
                         wj_audit_text(job,
                                       _("%s is printed for %s, which only %s explains; the other "
                                         "figures are printed by %s"),
                                       rounded->figure->text, rounded->exact, names,
                                       mode_name(mode)));
        }
    }
}

/* The first number that no rounding of the percentages explains. */
static const struct wj_audit_rounded *first_against(const struct wj_audit_job *job,
                                                    unsigned percent)
{
    for (size_t i = 0; i < job->rounded_count[1]; i++) {
        if ((job->rounded[1][i].modes & percent) == 0) {
            return &job->rounded[1][i];
        }
    }
    return &job->rounded[1][0];
}

void wj_audit_report_roundings(struct wj_audit_job *job)
{
    unsigned percent = common_modes(job, 0);
    unsigned number = common_modes(job, 1);
    count_modes(job, 0);
    count_modes(job, 1);
    if (job->options->declared || percent == 0) {
        report_outliers(job, 0);
    }
    if (job->options->declared || number == 0) {
        report_outliers(job, 1);
    }
    if (!job->options->declared && percent != 0 && number != 0 && (percent & number) == 0) {
        const char *arithmetic = wj_audit_text(job, _("percentages: %s; other figures: %s"),
                                               mode_names(job, percent), mode_names(job, number));
        add_rounding(job, first_against(job, percent), arithmetic,
                     _("no single rounding explains all figures: percentages and other figures are "
                       "rounded differently"));
    }
}
