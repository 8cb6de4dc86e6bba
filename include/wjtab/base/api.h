/* Marks what libwjtab exports; everything else is hidden. */
#ifndef WJTAB_BASE_API_H
#define WJTAB_BASE_API_H

#if defined(__GNUC__)
#define WJ_API __attribute__((visibility("default")))
#define WJ_PRINTF(text, first) __attribute__((format(printf, text, first)))
#else
#define WJ_API
#define WJ_PRINTF(text, first)
#endif

#endif
