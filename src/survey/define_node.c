#include "define.h"

#include "wjtab/base/map.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"

static struct wj_slice written(const yaml_node_t *scalar)
{
    return wj_slice((const char *)scalar->data.scalar.value, scalar->data.scalar.length);
}

static bool is_plain(const yaml_node_t *node)
{
    return node->type == YAML_SCALAR_NODE && node->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
}

static bool holds(struct wj_slice text, const char *sign)
{
    return text.len > 0 && memmem(text.ptr, text.len, sign, strlen(sign)) != NULL;
}

static bool holds_any(struct wj_slice text, const char *signs)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '\0' && strchr(signs, text.ptr[i]) != NULL) {
            return true;
        }
    }
    return false;
}

bool wj_define_is_null(const yaml_node_t *node)
{
    static const char *const words[] = {"", "~", "null", "Null", "NULL"};
    for (size_t i = 0; is_plain(node) && i < sizeof words / sizeof words[0]; i++) {
        if (wj_slice_is(written(node), words[i])) {
            return true;
        }
    }
    return false;
}

/* Why a text that should have been `key: value` is none: its kind, and what to do. */
struct slip {
    const char *kind;
    const char *hint;
};

/* What {A: 1,138} leaves behind its comma. */
static bool is_group(struct wj_slice text)
{
    size_t digits = 0;
    while (digits < text.len && text.ptr[digits] >= '0' && text.ptr[digits] <= '9') {
        digits++;
    }
    return digits == 3 && (text.len == 3 || text.ptr[3] == '.' || text.ptr[3] == '%');
}

/* Signs of an input method, or a colon without a blank, that YAML takes for part of a text.
 * `kind` is the fault's where nothing of that kind is seen. */
static struct slip slip_in(struct wj_slice text, const char *kind)
{
    if (holds(text, "：")) {
        return (struct slip){"full_width",
                             _("; it holds the full-width sign “：”: type the ASCII sign “:” with "
                               "a blank behind it")};
    }
    if (holds(text, "，")) {
        return (struct slip){"full_width", _("; it holds the full-width sign “，”: type the ASCII "
                                             "sign “,” to separate")};
    }
    if (is_group(text)) {
        return (struct slip){"number", _("; a number in {} has no comma between its thousands: "
                                         "1138, not 1,138")};
    }
    if (holds(text, ":")) {
        return (struct slip){kind, _("; a colon needs a blank behind it")};
    }
    return (struct slip){kind, ""};
}

/* --- mappings --- */

static bool expect_mapping(struct wj_define *define, const yaml_node_t *node, const char *what)
{
    if (node->type == YAML_MAPPING_NODE) {
        return true;
    }
    if (wj_define_is_null(node)) {
        return wj_define_fault(define, node, "missing_value",
                               _("nothing stands here; write %s as “key: value”"), what);
    }
    struct slip slip = {"expected_mapping", ""};
    if (is_plain(node)) {
        slip = slip_in(written(node), slip.kind);
    }
    return wj_define_fault(define, node, slip.kind, _("%s is written as “key: value”%s"), what,
                           slip.hint);
}

static const yaml_node_t *node_of(const struct wj_define *define, int index)
{
    return yaml_document_get_node(define->document, index);
}

static bool is_flow(const yaml_node_t *mapping)
{
    return mapping->data.mapping.style == YAML_FLOW_MAPPING_STYLE;
}

static void unknown_key(struct wj_define *define, const yaml_node_t *mapping,
                        const yaml_node_t *key, const yaml_node_t *value, const char *what,
                        const char *hint)
{
    struct wj_slice name = written(key);
    const char *shown = wj_define_show(define, name);
    struct slip slip = {"unknown_key", ""};
    bool empty = wj_define_is_null(value);
    if (empty && is_flow(mapping) && holds_any(name, "\"()=<>")) {
        wj_define_fault(define, key, "unquoted_formula",
                        _("“%s” looks like the rest of a formula; a formula inside {} needs "
                          "single quotes: '…'"),
                        shown);
        return;
    }
    if (is_plain(key) && (empty || holds(name, "：") || holds(name, "，"))) {
        slip = slip_in(name, slip.kind);
    }
    wj_define_fault(define, key, slip.kind, _("unknown key “%s” in %s%s"), shown, what,
                    slip.hint[0] != '\0' ? slip.hint : hint);
}

static bool expect_key(struct wj_define *define, const yaml_node_t *key)
{
    if (key->type == YAML_SCALAR_NODE) {
        return true;
    }
    return wj_define_fault(define, key, "expected_key",
                           _("a key is a single text; put it in single quotes"));
}

static size_t key_number(struct wj_slice name, const struct wj_key *keys, size_t key_count)
{
    size_t i = 0;
    while (i < key_count && !wj_slice_is(name, keys[i].name)) {
        i++;
    }
    return i;
}

/* A mapping whose pairs are being sorted by its known keys. */
struct sorting {
    const yaml_node_t *mapping;
    const char *what;
    const struct wj_key *keys;
    size_t key_count;
    const yaml_node_t **values;
    uint64_t seen; /* bit i: key i stood there, whatever its value */
};

/* The known key that is nearest, taken for the one that was meant; else which ones there are. */
static const char *key_hint(struct wj_define *define, struct sorting *sorting, struct wj_slice name,
                            struct wj_buf *store)
{
    struct wj_nearest nearest = wj_nearest(name);
    wj_buf_add_text(store, _("; known here: "));
    for (size_t i = 0; i < sorting->key_count; i++) {
        wj_nearest_try(&nearest, wj_slice_of(sorting->keys[i].name));
        wj_buf_addf(store, "%s%s", i > 0 ? ", " : "", sorting->keys[i].name);
    }
    if (nearest.best.len == 0) {
        return wj_buf_text(store);
    }
    sorting->seen |= UINT64_C(1) << key_number(nearest.best, sorting->keys, sorting->key_count);
    return wj_define_hint(define, &nearest);
}

static void sort_unknown(struct wj_define *define, struct sorting *sorting, const yaml_node_t *key,
                         const yaml_node_t *value)
{
    struct wj_buf store = {0};
    const char *hint = "";
    if (define->diags->dropped == 0) {
        hint = key_hint(define, sorting, written(key), &store);
    }
    unknown_key(define, sorting->mapping, key, value, sorting->what, hint);
    wj_buf_clear(&store);
}

static void sort_pair(struct wj_define *define, struct sorting *sorting, const yaml_node_t *key,
                      const yaml_node_t *value)
{
    size_t number = key_number(written(key), sorting->keys, sorting->key_count);
    if (number == sorting->key_count) {
        sort_unknown(define, sorting, key, value);
        return;
    }
    const char *name = sorting->keys[number].name;
    uint64_t bit = UINT64_C(1) << number;
    if ((sorting->seen & bit) != 0) {
        wj_define_fault(define, key, "duplicate_key", _("“%s” stands twice in %s; remove one"),
                        name, sorting->what);
        return;
    }
    sorting->seen |= bit;
    if (wj_define_is_null(value)) {
        wj_define_fault(define, key, "missing_value",
                        _("“%s” has no value; write one behind the colon, or remove the key"),
                        name);
        return;
    }
    sorting->values[number] = value;
}

const yaml_node_t *wj_define_key(const struct wj_define *define, const yaml_node_t *mapping,
                                 const char *name)
{
    if (mapping == NULL || mapping->type != YAML_MAPPING_NODE) {
        return NULL;
    }
    for (const yaml_node_pair_t *pair = mapping->data.mapping.pairs.start;
         pair < mapping->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = node_of(define, pair->key);
        if (key->type == YAML_SCALAR_NODE && wj_slice_is(written(key), name)) {
            return key;
        }
    }
    return NULL;
}

bool wj_define_mapping(struct wj_define *define, const yaml_node_t *node, const char *what,
                       const struct wj_key *keys, size_t key_count, const yaml_node_t **values)
{
    struct sorting sorting = {node, what, keys, key_count, values, 0};
    if (node == NULL || !expect_mapping(define, node, what)) {
        return false;
    }
    for (const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
         pair < node->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = node_of(define, pair->key);
        if (expect_key(define, key)) {
            sort_pair(define, &sorting, key, node_of(define, pair->value));
        }
    }
    for (size_t i = 0; i < key_count; i++) {
        if (keys[i].required && (sorting.seen >> i & 1) == 0) {
            wj_define_fault(define, node, "missing_key", _("%s needs the key “%s”"), what,
                            keys[i].name);
        }
    }
    return true;
}

static size_t pair_count(const yaml_node_t *mapping)
{
    return (size_t)(mapping->data.mapping.pairs.top - mapping->data.mapping.pairs.start);
}

static void check_repeated(struct wj_define *define, const yaml_node_t *mapping)
{
    struct wj_map names = {0};
    for (size_t i = 0; i < pair_count(mapping); i++) {
        const yaml_node_t *key = node_of(define, mapping->data.mapping.pairs.start[i].key);
        uint64_t *times = NULL;
        if (key->type != YAML_SCALAR_NODE) {
            continue;
        }
        if (wj_map_put(&names, wj_text_trim(written(key)), &times) != WJ_OK) {
            define->no_memory = true;
            break;
        }
        if (++*times == 2) {
            wj_define_fault(define, key, "duplicate_key", _("“%s” stands twice; remove one"),
                            wj_define_show(define, written(key)));
        }
    }
    wj_map_clear(&names);
}

bool wj_define_entries(struct wj_define *define, const yaml_node_t *node, size_t most,
                       size_t *count)
{
    if (node == NULL || !expect_mapping(define, node, _("this"))) {
        return false;
    }
    if (pair_count(node) > most) {
        return wj_define_fault(define, node, "too_many", _("more than %zu entries"), most);
    }
    check_repeated(define, node);
    *count = pair_count(node);
    return true;
}

bool wj_define_entry(struct wj_define *define, const yaml_node_t *node, size_t index,
                     const yaml_node_t **key, const yaml_node_t **value)
{
    const yaml_node_pair_t *pair = &node->data.mapping.pairs.start[index];
    *key = node_of(define, pair->key);
    *value = node_of(define, pair->value);
    if (!expect_key(define, *key)) {
        return false;
    }
    if (!wj_define_is_null(*value)) {
        return true;
    }
    struct slip slip = {"missing_value", ""};
    if (is_plain(*key)) {
        slip = slip_in(written(*key), slip.kind);
    }
    return wj_define_fault(define, *key, slip.kind, _("“%s” has no value%s"),
                           wj_define_show(define, written(*key)), slip.hint);
}

/* --- lists --- */

const yaml_node_t *wj_define_item(const struct wj_define *define, const yaml_node_t *list,
                                  size_t index)
{
    return list->type == YAML_SEQUENCE_NODE
               ? node_of(define, list->data.sequence.items.start[index])
               : list;
}

static bool expect_list(struct wj_define *define, const yaml_node_t *node, struct wj_list_rule rule)
{
    if (wj_define_is_null(node)) {
        return wj_define_fault(define, node, "missing_value",
                               _("nothing stands here; write a "
                                 "value, or remove the entry"));
    }
    if (node->type == YAML_SEQUENCE_NODE || (rule.or_one && node->type == YAML_SCALAR_NODE)) {
        return true;
    }
    if (node->type == YAML_SCALAR_NODE) {
        const char *shown = wj_define_show(define, written(node));
        return wj_define_fault(define, node, "expected_list", _("write this as a list: [%s]"),
                               shown);
    }
    return wj_define_fault(define, node, "expected_list",
                           _("a list is needed here: [a, b], or lines that begin with “- ”"));
}

/* In [很好，挺好] YAML sees one text. */
static bool check_commas(struct wj_define *define, const yaml_node_t *list, size_t count)
{
    bool fine = true;
    bool flow =
        list->type == YAML_SEQUENCE_NODE && list->data.sequence.style == YAML_FLOW_SEQUENCE_STYLE;
    for (size_t i = 0; flow && i < count; i++) {
        const yaml_node_t *item = wj_define_item(define, list, i);
        if (is_plain(item) && holds(written(item), "，")) {
            fine = wj_define_fault(define, item, "full_width",
                                   _("“%s” is one item to YAML; separate items with the ASCII "
                                     "sign “,”, or put a text that holds “，” in quotes"),
                                   wj_define_show(define, written(item)));
        }
    }
    return fine;
}

bool wj_define_list(struct wj_define *define, const yaml_node_t *node, struct wj_list_rule rule,
                    size_t *count)
{
    if (node == NULL || !expect_list(define, node, rule)) {
        return false;
    }
    size_t found = 1;
    if (node->type == YAML_SEQUENCE_NODE) {
        found = (size_t)(node->data.sequence.items.top - node->data.sequence.items.start);
    }
    if (found < rule.least) {
        return wj_define_fault(define, node, "too_few",
                               _("this list needs at least %zu items; it has %zu"), rule.least,
                               found);
    }
    if (found > rule.most) {
        return wj_define_fault(define, node, "too_many",
                               _("this list may have at most %zu items; it has %zu"), rule.most,
                               found);
    }
    if (!check_commas(define, node, found)) {
        return false;
    }
    *count = found;
    return true;
}
