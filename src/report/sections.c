#include "sections.h"

enum need { SURVEY = 1, SCORING = 2, STATED = 4, WAVES = 8, NOTHING = 0 };

static const struct {
    void (*tell)(const struct wj_tell *);
    unsigned needs;
} sections[WJ_SECTION_COUNT] = {
    [WJ_SECTION_RETURNS] = {wj_section_returns, SURVEY},
    [WJ_SECTION_RESPONDENTS] = {wj_section_respondents, SURVEY},
    [WJ_SECTION_AWARENESS] = {wj_section_awareness, SURVEY},
    [WJ_SECTION_ITEMS] = {wj_section_items, SURVEY},
    [WJ_SECTION_SATISFACTION] = {wj_section_satisfaction, SURVEY},
    [WJ_SECTION_MEASURES] = {wj_section_measures, SURVEY},
    [WJ_SECTION_COMPARISON] = {wj_section_comparison, WAVES},
    [WJ_SECTION_IMPORTANCE] = {wj_section_importance, SURVEY},
    [WJ_SECTION_SCALE] = {wj_section_scale, SURVEY},
    [WJ_SECTION_IMPROVE] = {wj_section_improve, SURVEY},
    [WJ_SECTION_THEMES] = {wj_section_themes, SURVEY},
    [WJ_SECTION_TABLES] = {wj_section_tables, SURVEY},
    [WJ_SECTION_SCORE] = {wj_section_score, SCORING},
    [WJ_SECTION_EVALUATION] = {wj_section_evaluation, SCORING},
    [WJ_SECTION_PROJECTS] = {wj_section_projects, SCORING},
    [WJ_SECTION_SPENDING] = {wj_section_spending, SCORING},
    [WJ_SECTION_TARGETS] = {wj_section_targets, SCORING},
    [WJ_SECTION_PROBLEMS] = {wj_section_problems, SCORING},
    [WJ_SECTION_AUDIT] = {wj_section_audit, SCORING},
    [WJ_SECTION_EXPLAIN] = {wj_section_explain, SCORING},
    [WJ_SECTION_METHOD] = {wj_section_method, NOTHING},
    [WJ_SECTION_STATED] = {wj_section_stated, STATED},
    [WJ_SECTION_PROVENANCE] = {wj_section_provenance, NOTHING},
};

/* Says a text of the user's own, a paragraph per line. */
static void say_lines(const struct wj_tell *tell, const char *text)
{
    struct wj_slice rest = wj_slice_of(wj_said_own(tell, text));
    while (rest.len > 0) {
        const char *end = memchr(rest.ptr, '\n', rest.len);
        size_t len = end != NULL ? (size_t)(end - rest.ptr) : rest.len;
        const char *line = wj_arena_copy(tell->arena, wj_slice(rest.ptr, len));
        if (line != NULL && len > 0) {
            wj_section_say(tell->report, WJ_PARAGRAPH, line);
            wj_tell_is_detail(tell);
        }
        rest = wj_slice_from(rest, end != NULL ? len + 1 : len);
    }
}

static void say_own(const struct wj_tell *tell, enum wj_own_kind kind, size_t section)
{
    for (size_t i = 0; i < tell->survey->report.text_count; i++) {
        const struct wj_own_text *own = &tell->survey->report.texts[i];
        if (own->kind == kind && own->number == section) {
            say_lines(tell, own->text);
        }
    }
}

/* Moves the blocks from `first` on, which came last, to the section's start. */
static void move_to_start(struct wj_section *section, size_t first)
{
    for (size_t moved = 0; first + moved < section->block_count; moved++) {
        struct wj_block block = section->blocks[first + moved];
        for (size_t i = first + moved; i > moved; i--) {
            section->blocks[i] = section->blocks[i - 1];
        }
        section->blocks[moved] = block;
    }
}

static void build_section(const struct wj_tell *tell, size_t number, unsigned there)
{
    struct wj_report *report = tell->report;
    size_t before = report->section_count;
    if ((sections[number].needs & ~there) != 0) {
        return;
    }
    sections[number].tell(tell);
    if (report->section_count == before) {
        return;
    }
    struct wj_section *section = &report->sections[report->section_count - 1];
    size_t own = section->block_count;
    say_own(tell, WJ_OWN_BEFORE, number);
    move_to_start(section, own);
    say_own(tell, WJ_OWN_AFTER, number);
}

static void build_intro(const struct wj_tell *tell)
{
    if (tell->texts[WJ_TEXT_INTRO][0] != '\0') {
        if (wj_section_open(tell->report, "intro", "") != WJ_OK) {
            return;
        }
        tell->report->sections[0].detail = true;
        say_lines(tell, tell->texts[WJ_TEXT_INTRO]);
    }
}

enum wj_status wj_sections_build(struct wj_report *report, const struct wj_findings *findings,
                                 const struct wj_comparison *comparison,
                                 const struct wj_waves *waves)
{
    const struct wj_report_spec *spec = &findings->survey->report;
    unsigned long failures = wj_memory_failures();
    unsigned there = (findings->tally != NULL ? (unsigned)SURVEY : 0) |
                     (findings->scoring != NULL ? (unsigned)SCORING : 0) |
                     (findings->stated != NULL ? (unsigned)STATED : 0) |
                     (waves != NULL ? (unsigned)WAVES : 0);
    struct wj_tell tell;
    bool marks_explained = false;
    wj_tell_init(&tell, report, findings, comparison);
    tell.waves = waves;
    tell.marks_explained = &marks_explained;
    const char *named[] = {findings->survey->title != NULL ? findings->survey->title : ""};
    report->title =
        wj_arena_copy(&report->arena, wj_slice_of(wj_said(&tell, WJ_TEXT_TITLE, 1, named)));
    build_intro(&tell);
    size_t count = spec->section_count > 0 ? spec->section_count : WJ_SECTION_COUNT;
    for (size_t i = 0; i < count && wj_memory_failures() == failures; i++) {
        build_section(&tell, spec->section_count > 0 ? spec->sections[i] : i, there);
    }
    return wj_memory_status(failures);
}
