/* Ctrl-C and its like: what is long asks whether it should stop, and then cleans up. */
#ifndef WJTAB_BASE_INTERRUPT_H
#define WJTAB_BASE_INTERRUPT_H

#include <stdbool.h>

#include "wjtab/base/api.h"

/* From now on the first SIGINT, SIGTERM or SIGHUP is only noted; a second one ends the process as
 * always. One that is ignored stays so. */
WJ_API void wj_interrupt_catch(void);

/* Did one come? */
WJ_API bool wj_interrupted(void);

#endif
