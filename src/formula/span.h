/* Interval arithmetic with exact, open or closed ends. Private to the formula floor. */
#ifndef FORMULA_SPAN_H
#define FORMULA_SPAN_H

#include "wjtab/formula/enclosure.h"

/* Below, at or above 0 as the end a stands before, with or after b, openness left out. */
int wj_bound_compare(const struct wj_bound *a, const struct wj_bound *b);

void wj_span_set_everything(struct wj_span *interval);

/* All of these put the result into `left`, which must not be `right`. */
void wj_span_multiply(struct wj_span *left, const struct wj_span *right);
void wj_span_min(struct wj_span *left, const struct wj_span *right);
void wj_span_max(struct wj_span *left, const struct wj_span *right);

void wj_span_negate(struct wj_span *interval);
void wj_span_absolute(struct wj_span *interval);
void wj_span_floor(struct wj_span *interval);

bool wj_span_has_zero(const struct wj_span *interval);

/* 1/x of every x but 0. False when there is none. */
bool wj_span_invert(struct wj_span *interval);

/* x^size, size from 1 to 1,000. */
void wj_span_power(struct wj_span *interval, unsigned long size);

/* Rounds ends outwards that have grown too long; returns a measure of their length. */
uint64_t wj_span_tidy(struct wj_span *interval);

/* Which orders can a number of a and one of b stand in? */
enum { WJ_ORDER_LESS = 1, WJ_ORDER_EQUAL = 2, WJ_ORDER_MORE = 4 };
unsigned wj_span_orders(const struct wj_span *a, const struct wj_span *b);

#endif
