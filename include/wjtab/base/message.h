/* Messages for people: English in the source, other languages by gettext. */
#ifndef WJTAB_BASE_MESSAGE_H
#define WJTAB_BASE_MESSAGE_H

#include <libintl.h>

#define WJ_TEXT_DOMAIN "wjtab"

#define _(text) dgettext(WJ_TEXT_DOMAIN, text)

#endif
