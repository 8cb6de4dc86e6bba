/* How sure the sample makes the scores; part of the section on scores. */
#ifndef REPORT_SECTION_SURE_H
#define REPORT_SECTION_SURE_H

#include "tell.h"

/* Says it behind the total, where there is a survey that scores hang on. */
void wj_tell_sure(const struct wj_tell *tell);

#endif
