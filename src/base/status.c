#include "wjtab/base/status.h"

const char *wj_status_text(enum wj_status status)
{
    static const char *const texts[] = {
#define WJ_STATUS_TEXT(name, text, exit_status) [name] = (text),
        WJ_STATUS_LIST(WJ_STATUS_TEXT)
#undef WJ_STATUS_TEXT
    };
    return texts[status];
}

int wj_status_exit(enum wj_status status)
{
    static const int exits[] = {
#define WJ_STATUS_EXIT(name, text, exit_status) [name] = (exit_status),
        WJ_STATUS_LIST(WJ_STATUS_EXIT)
#undef WJ_STATUS_EXIT
    };
    return exits[status];
}
