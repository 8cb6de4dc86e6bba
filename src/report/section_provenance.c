#include "sections.h"
#include "wjtab/base/file.h"

#ifndef WJ_VERSION
#error "the build sets WJ_VERSION"
#endif

static void say_input(const struct wj_tell *tell, const struct wj_input *input)
{
    const char *parts[] = {input->file, wj_count(tell, input->records),
                           wj_encoding_name(input->encoding), input->digest};
    bool digested = input->digest[0] != '\0';
    wj_tell(tell, WJ_PARAGRAPH, digested ? WJ_TEXT_INPUT : WJ_TEXT_INPUT_NO_DIGEST,
            digested ? 4 : 3, parts);
}

void wj_section_provenance(const struct wj_tell *tell)
{
    const struct wj_findings *findings = tell->findings;
    const char *definition[] = {wj_path_name(tell->survey->path), tell->survey->digest};
    const char *version[] = {WJ_VERSION};
    wj_tell_open(tell, WJ_SECTION_PROVENANCE, WJ_TEXT_PROVENANCE_TITLE);
    /* A terminal shows where responses came from; the rest is for who files the report. */
    wj_tell_section_is_detail(tell, findings->input_count == 0);
    for (size_t i = 0; i < findings->input_count; i++) {
        say_input(tell, &findings->inputs[i]);
    }
    if (tell->survey->path[0] != '\0') {
        wj_tell_detail(tell, WJ_PARAGRAPH, WJ_TEXT_DEFINITION, 2, definition);
    }
    wj_tell_detail(tell, WJ_PARAGRAPH, WJ_TEXT_TOOL, 1, version);
}
