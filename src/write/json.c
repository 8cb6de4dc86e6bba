#include <stdlib.h>
#include <string.h>

#include "wjtab/base/digest.h"
#include "wjtab/base/file.h"
#include "wjtab/base/text.h"
#include "writer.h"

/* results.json holds its own digest: that of its bytes with these zeros in the digest's place. */
static const char zeros[] = "0000000000000000000000000000000000000000000000000000000000000000";

enum wj_status wj_write_json(const json_t *value, size_t indent, struct wj_buf *out)
{
    char *text =
        value != NULL ? json_dumps(value, JSON_INDENT(indent) | JSON_REAL_PRECISION(15)) : NULL;
    if (text == NULL) {
        return WJ_MEMORY;
    }
    wj_text_escape_json(out, wj_slice_of(text));
    wj_buf_add_char(out, '\n');
    free(text);
    return wj_buf_status(out);
}

static void add_output(json_t *outputs, const char *name, const char *digest)
{
    json_t *output = json_object();
    json_object_set_new(output, "file", json_string(name));
    json_object_set_new(output, "sha256", json_string(digest));
    json_array_append_new(outputs, output);
}

enum wj_status wj_write_results(const struct wj_report *report, const struct wj_made_list *made,
                                struct wj_buf *out)
{
    char digest[WJ_DIGEST_TEXT];
    json_t *outputs = json_array();
    for (size_t i = 0; i < made->count; i++) {
        add_output(outputs, made->list[i].name, made->list[i].digest);
    }
    add_output(outputs, "results.json", zeros);
    json_t *results = json_copy(report->results);
    json_object_set_new(results, "outputs", outputs);
    enum wj_status status = wj_write_json(results, 1, out);
    json_decref(results);
    if (status == WJ_OK) {
        status = wj_digest_of(wj_buf_slice(out), digest);
    }
    char *place = status == WJ_OK ? strstr(wj_buf_text(out), zeros) : NULL;
    if (place != NULL) {
        memcpy(place, digest, sizeof digest - 1);
    }
    return status;
}

/* Is the file what wj_write_results made? */
static bool is_intact(struct wj_buf *bytes, const char *digest)
{
    char found[WJ_DIGEST_TEXT];
    char *place = strstr(wj_buf_text(bytes), digest);
    if (strlen(digest) != sizeof zeros - 1 || place == NULL) {
        return false;
    }
    memcpy(place, zeros, sizeof zeros - 1);
    return wj_digest_of(wj_buf_slice(bytes), found) == WJ_OK &&
           memcmp(found, digest, sizeof found - 1) == 0;
}

enum { MOST_RESULTS = 1 << 30 };

void wj_manifest_read(struct wj_manifest *manifest, const char *path)
{
    struct wj_diags ignored = {0};
    struct wj_buf bytes = {0};
    json_t *results = NULL;
    *manifest = (struct wj_manifest){0};
    if (wj_file_read(&ignored, path, MOST_RESULTS, &bytes) == WJ_OK) {
        results = json_loadb(bytes.ptr != NULL ? bytes.ptr : "", bytes.len, 0, NULL);
    }
    const char *schema = json_string_value(json_object_get(results, "schema"));
    if (schema != NULL && strcmp(schema, "wjtab-results/1") == 0) {
        manifest->outputs = json_incref(json_object_get(results, "outputs"));
        const char *own = wj_manifest_digest(manifest, "results.json");
        manifest->intact = own != NULL && is_intact(&bytes, own);
    }
    json_decref(results);
    wj_buf_clear(&bytes);
    wj_diags_clear(&ignored);
}

const char *wj_manifest_digest(const struct wj_manifest *manifest, const char *name)
{
    size_t i;
    json_t *output;
    json_array_foreach(manifest->outputs, i, output)
    {
        const char *file = json_string_value(json_object_get(output, "file"));
        if (file != NULL && strcmp(file, name) == 0) {
            return json_string_value(json_object_get(output, "sha256"));
        }
    }
    return NULL;
}

void wj_manifest_clear(struct wj_manifest *manifest)
{
    json_decref(manifest->outputs);
    *manifest = (struct wj_manifest){0};
}
