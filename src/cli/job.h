/* The stages in their order: definition, responses, counts, figures, scores. */
#ifndef WJTAB_CLI_JOB_H
#define WJTAB_CLI_JOB_H

#include "progress.h"
#include "wjtab/measure/hide.h"
#include "wjtab/measure/measure.h"
#include "wjtab/report/report.h"
#include "wjtab/score/score.h"
#include "wjtab/screen/screen.h"
#include "wjtab/survey/answer.h"
#include "wjtab/survey/columns.h"
#include "wjtab/survey/survey.h"
#include "wjtab/tally/lane.h"
#include "wjtab/tally/open.h"
#include "wjtab/tally/spool.h"
#include "wjtab/tally/tally.h"

/* Somebody who looks on while responses are read; every function may be NULL. */
struct wj_observer {
    void *user;
    /* A file's header, with the columns that were found in it. */
    enum wj_status (*file)(void *user, const struct wj_input *input,
                           const struct wj_columns *columns, const struct wj_slice *header,
                           size_t count);
    /* A coded response, before it is judged. */
    enum wj_status (*response)(void *user, struct wj_coder *coder,
                               const struct wj_response *response);
    /* A response that was judged: the rule that it was rejected by, -1: it is effective. One that
     * waits for a later one with its key comes behind all others. */
    enum wj_status (*judged)(void *user, const struct wj_response *response, long rule);
};

struct wj_job_file {
    char *path;
    char *shown; /* as the user knows it */
    struct wj_columns *columns;
};

/* What another thread than the first counts with, from file to file. */
struct wj_hand {
    struct wj_coder *coder;
    struct wj_tally tally;
    bool has_tally;
    struct wj_lane *lane; /* or NULL */
};

struct wj_job {
    struct wj_diags diags;
    struct wj_survey *survey;
    struct wj_job_file *files;
    struct wj_input *inputs;
    size_t file_count;
    size_t file_capacity;
    size_t input_count; /* of the files that were read */
    size_t input_capacity;
    struct wj_coder *coder;
    struct wj_screen *screen;
    struct wj_tally tally;
    struct wj_lane *lane;  /* NULL: every response takes the careful path */
    struct wj_hand *hands; /* of further threads, made when they are needed */
    size_t hand_count;
    struct wj_open open;   /* filled where the definition asks for open answers, or keeps_open */
    struct wj_spool spool; /* filled where the workbook is wanted */
    struct wj_figures figures;
    struct wj_scoring scoring;
    struct wj_audit audit;
    struct wj_sure sure; /* where there are a tally and a scoring */
    struct wj_known *known;
    size_t known_count;
    uint64_t records;
    uint64_t returned;
    size_t threads;       /* 0: as many as there are processors */
    size_t block;         /* bytes that are read at once; 0: as many as is good */
    size_t read_messages; /* how many there were when all files were read */
    bool partial;         /* the responses are some of many: their number is nothing to judge */
    struct wj_progress progress;
    bool show_progress;
    bool keeps_open; /* open answers are shown to those who have the responses */
    bool no_digest;
    bool careful; /* for tests: without the lane */
    bool has_tally;
    bool has_scoring;
    bool has_audit;
    struct wj_arena arena;
    struct wj_observer observer;
};

/* Loads the definition, and finds the response files: those given, or the definition's. */
enum wj_status wj_job_open(struct wj_job *job, const char *definition, char **files, int count);

/* The same from what is left of a command's arguments: the definition, then files. */
enum wj_status wj_job_from_arguments(struct wj_job *job, int argc, char **argv);

/* Loads the definition alone: the responses come from tally files. */
enum wj_status wj_job_open_definition(struct wj_job *job, const char *definition);

/* Warns where an input is there twice: its responses would count twice. */
void wj_job_warn_same(struct wj_diags *diags, const struct wj_input *inputs, size_t count);

/* Does the workbook list single responses, so that their rows are to be kept? */
bool wj_job_wants_rows(const struct wj_survey *survey);

/* To be called when all responses were counted: says what is odd about them. */
enum wj_status wj_job_end(struct wj_job *job);

/* Reads, codes, screens and counts all responses. */
enum wj_status wj_job_read(struct wj_job *job);

/* Computes figures and scores. */
enum wj_status wj_job_compute(struct wj_job *job);

/* Asks whether the scoring table adds up, where the definition wants to know. */
enum wj_status wj_job_audit(struct wj_job *job);

/* What the report is made of; borrowed from the job. */
struct wj_findings wj_job_findings(struct wj_job *job);

/* All files that the job reads, for wj_write_options; borrowed from the job. NULL when memory ran
 * out. */
const char *const *wj_job_inputs(struct wj_job *job, size_t *count);

/* A path of the definition, seen from where the command runs; lives as long as the job. */
const char *wj_job_path(struct wj_job *job, const char *name);

/* Frees everything but the messages. */
void wj_job_clear(struct wj_job *job);

#endif
