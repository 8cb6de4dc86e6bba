/* Random CSV files, and records as text: for tests that compare two ways of reading. */
#ifndef WJTAB_TESTS_READ_RANDOM_FILES_H
#define WJTAB_TESTS_READ_RANDOM_FILES_H

#include "support.h"

static inline void show_batch(struct wj_buf *out, const struct wj_batch *batch)
{
    for (size_t r = 0; r < batch->count; r++) {
        const struct wj_record *record = &batch->records[r];
        wj_buf_addf(out, "%llu@%llu[", (unsigned long long)record->number,
                    (unsigned long long)record->line);
        for (size_t f = 0; f < record->count; f++) {
            struct wj_slice field = batch->fields[record->first + f];
            assert_non_null(field.ptr);
            wj_buf_addf(out, "%zu:", field.len);
            wj_buf_add(out, field);
        }
        wj_buf_add_text(out, "]");
    }
}

static const char *const plain_cells[] = {
    "",
    "",
    "A",
    "BD",
    "非常满意",
    "满意",
    " 一般 ",
    "60.5",
    "2022/3/1 10:00",
    "😀",
    "选项┋其他",
    "不了解（或其他很长很长的回答，长到超过六十四个字节为止，所以再写几个字）",
};

static const char *const quoted_cells[] = {
    "\"\"",
    "\"a,b\"",
    "\"\n\"",
    "\"第一行\r\n第二行\r第三行\n\"",
    "\"\r\"",
    "\"\"\"\"",
    "\"5\"\" 太小\"",
    "\",\"",
    "\"好，\"\"很好\"\"\"",
    "\"普通文字\"",
    "\"\r\n\r\n,\n,\"",
};

/* What is refused. */
static const char *const bad_cells[] = {
    "5\" 太小", "\"a\"b", " \"a\"", "\"a\" ", "\"", "\xFF", "\xE4\xBD", "a\"\"b",
};

struct recipe {
    uint32_t columns;
    uint32_t records;
    const char *delimiter;
    const char *line_end; /* NULL: any */
    uint32_t quoted;      /* one cell in so many */
    uint32_t bad;         /* one in so many; 0: none */
    uint32_t ragged;
    uint32_t blank;
};

static inline struct recipe random_recipe(void)
{
    static const char *const line_ends[] = {"\n", "\r\n", "\r", NULL};
    static const char *const delimiters[] = {",", ",", ";", "\t", "|"};
    static const uint32_t rare[] = {0, 0, 4, 30, 200};
    return (struct recipe){
        .columns = 1 + random_below(random_below(4) == 0 ? 80 : 14),
        .records = random_below(random_below(8) == 0 ? 2000 : 60),
        .delimiter = PICK(delimiters),
        .line_end = PICK(line_ends),
        .quoted = 1 + random_below(random_below(2) == 0 ? 3 : 40),
        .bad = random_below(4) == 0 ? 1 + random_below(2000) : 0,
        .ragged = PICK(rare),
        .blank = PICK(rare),
    };
}

static inline bool now_and_then(uint32_t one_in)
{
    return one_in > 0 && random_below(one_in) == 0;
}

static inline void add_line_end(struct wj_buf *out, const struct recipe *recipe)
{
    static const char *const line_ends[] = {"\n", "\r\n", "\r", "\n\r"};
    wj_buf_add_text(out, recipe->line_end != NULL ? recipe->line_end : PICK(line_ends));
}

static inline void add_record(struct wj_buf *out, const struct recipe *recipe, bool header)
{
    uint32_t columns = recipe->columns;
    if (!header && now_and_then(recipe->ragged)) {
        columns = 1 + random_below(columns + 3);
    }
    for (uint32_t i = 0; i < columns; i++) {
        wj_buf_add_text(out, i > 0 ? recipe->delimiter : "");
        if (now_and_then(recipe->bad)) {
            wj_buf_add_text(out, PICK(bad_cells));
        } else if (now_and_then(recipe->quoted)) {
            wj_buf_add_text(out, PICK(quoted_cells));
        } else {
            wj_buf_add_text(out, PICK(plain_cells));
        }
    }
}

static inline void random_file(struct wj_buf *out)
{
    struct recipe recipe = random_recipe();
    wj_buf_reset(out);
    wj_buf_add_text(out, random_below(4) == 0 ? "\xEF\xBB\xBF" : "");
    for (uint32_t i = 0; i <= recipe.records; i++) {
        while (now_and_then(recipe.blank)) {
            add_line_end(out, &recipe);
        }
        add_record(out, &recipe, i == 0);
        if (i < recipe.records || random_below(2) == 0) {
            add_line_end(out, &recipe);
        }
    }
    if (random_below(16) == 0 && out->len > 0) { /* any byte at any place */
        out->ptr[random_below((uint32_t)out->len)] = (char)random_below(256);
    }
}

#endif
