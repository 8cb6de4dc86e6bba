/* Series run from dark blue through grey to amber, each lighter than the one before: told apart
 * with any kind of colour blindness, and in print without colours. */
#include "drawing.h"

static const uint32_t light[WJ_COLOURS] = {
    [WJ_COLOUR_PAPER] = 0xFFFFFF,      [WJ_COLOUR_INK] = 0x1B1F24,
    [WJ_COLOUR_MUTED] = 0x59636E,      [WJ_COLOUR_RULE] = 0xD5DAE0,
    [WJ_COLOUR_BAR] = 0x86ABD3,        [WJ_COLOUR_TRACK] = 0xEEF1F4,
    [WJ_COLOUR_SERIES] = 0x16345A,     [WJ_COLOUR_SERIES + 1] = 0x2A5280,
    [WJ_COLOUR_SERIES + 2] = 0x486F9B, [WJ_COLOUR_SERIES + 3] = 0x7491B0,
    [WJ_COLOUR_SERIES + 4] = 0x97A4AF, [WJ_COLOUR_SERIES + 5] = 0xBBAE93,
    [WJ_COLOUR_SERIES + 6] = 0xD8BD78, [WJ_COLOUR_SERIES + 7] = 0xFBDE85,
};

static const uint32_t dark[WJ_COLOUR_SERIES] = {
    [WJ_COLOUR_PAPER] = 0x16191D, [WJ_COLOUR_INK] = 0xE7EAEE, [WJ_COLOUR_MUTED] = 0xA5AFBA,
    [WJ_COLOUR_RULE] = 0x39414A,  [WJ_COLOUR_BAR] = 0x4A78AB, [WJ_COLOUR_TRACK] = 0x252B32,
};

uint32_t wj_colour_rgb(enum wj_colour colour, bool is_dark)
{
    return is_dark && colour < WJ_COLOUR_SERIES ? dark[colour] : light[colour];
}

uint32_t wj_colour_text(enum wj_colour behind, bool is_dark)
{
    if (behind < WJ_COLOUR_SERIES) {
        return wj_colour_rgb(WJ_COLOUR_INK, is_dark);
    }
    return behind < WJ_COLOUR_SERIES + 3 ? 0xFFFFFF : 0x000000;
}
