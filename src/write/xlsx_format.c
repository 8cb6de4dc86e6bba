#include "xlsx.h"

enum { HEADER_COLOUR = 0xDDEBF7, BORDER_COLOUR = 0x8EA9C1, NOTE_COLOUR = 0x404040 };

static void set_look(lxw_format *format, enum wj_book_look look)
{
    switch (look) {
    case WJ_LOOK_TITLE:
        format_set_bold(format);
        format_set_font_size(format, 13);
        break;
    case WJ_LOOK_HEADER:
        format_set_bold(format);
        format_set_align(format, LXW_ALIGN_CENTER);
        format_set_text_wrap(format);
        format_set_bg_color(format, HEADER_COLOUR);
        break;
    case WJ_LOOK_NOTE:
        format_set_text_wrap(format);
        format_set_font_color(format, NOTE_COLOUR);
        break;
    default:
        break;
    }
    if (look == WJ_LOOK_CELL) {
        format_set_text_wrap(format);
    }
    if (look == WJ_LOOK_HEADER || look == WJ_LOOK_CELL) {
        format_set_border(format, LXW_BORDER_THIN);
        format_set_border_color(format, BORDER_COLOUR);
    }
    format_set_align(format,
                     look == WJ_LOOK_NOTE ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_CENTER);
}

/* 0.00% with as many places as the definition has. */
static void set_number(const struct wj_xlsx *xlsx, lxw_format *format, enum wj_book_format number)
{
    static const char zeros[] = "0.000000000000000";
    static const char *const places[] = {"#,##0.0", "0.00", "0.000"};
    char percent[sizeof zeros + 1] = "";
    char points[3 * sizeof zeros + 4] = "";
    size_t len = xlsx->model->percent_places > 0 ? xlsx->model->percent_places + 2 : 1;
    if (number == WJ_BOOK_WORDS) {
        format_set_align(format, LXW_ALIGN_LEFT);
        format_set_indent(format, 1);
    } else if (number != WJ_BOOK_GENERAL) {
        format_set_align(format, LXW_ALIGN_RIGHT); /* also of the – in the place of a figure */
    }
    switch (number) {
    case WJ_BOOK_COUNT:
        format_set_num_format(format, "#,##0");
        break;
    case WJ_BOOK_PERCENT:
        memcpy(percent, zeros, len);
        percent[len] = '%';
        format_set_num_format(format, percent);
        break;
    case WJ_BOOK_EXACT:
        format_set_num_format(format, "0.00000000");
        break;
    case WJ_BOOK_POINTS:
        for (size_t i = 0; i < 3; i++) {
            points[i * (len + 2)] = "+- "[i];
            memcpy(points + i * (len + 2) + 1, zeros, len);
            points[i * (len + 2) + len + 1] = i < 2 ? ';' : '\0';
        }
        format_set_num_format(format, points);
        break;
    case WJ_BOOK_PLACES_1:
    case WJ_BOOK_PLACES_2:
    case WJ_BOOK_PLACES_3:
        format_set_num_format(format, places[number - WJ_BOOK_PLACES_1]);
        break;
    default:
        break;
    }
}

void wj_xlsx_make_formats(struct wj_xlsx *xlsx)
{
    for (size_t i = 0; i < WJ_XLSX_LOOKS * WJ_XLSX_FORMATS * 2; i++) {
        enum wj_book_look look = (enum wj_book_look)(i / 2 / WJ_XLSX_FORMATS);
        enum wj_book_format number = (enum wj_book_format)(i / 2 % WJ_XLSX_FORMATS);
        lxw_format *format = workbook_add_format(xlsx->book);
        if (format == NULL) {
            wj_xlsx_note(xlsx, LXW_ERROR_MEMORY_MALLOC_FAILED);
            return;
        }
        format_set_font_name(format, xlsx->model->font);
        set_look(format, look);
        set_number(xlsx, format, number);
        if (i % 2 == 1) {
            format_set_bold(format);
        }
        xlsx->formats[look][number][i % 2] = format;
    }
}
