/* What is wrong where libyaml gives up, in words. */
#ifndef SURVEY_YAML_FAULT_H
#define SURVEY_YAML_FAULT_H

#include <yaml.h>

#include "wjtab/base/diag.h"
#include "wjtab/base/slice.h"
#include "wjtab/base/status.h"

/* Reports the fault on which the parser stopped in `text`, with a hint where the line shows a
 * known cause. WJ_DEFINITION, WJ_MEMORY. */
enum wj_status wj_yaml_fault(struct wj_diags *diags, const char *path, struct wj_slice text,
                             const yaml_parser_t *parser);

#endif
