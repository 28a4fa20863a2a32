/* SPDX-License-Identifier: Apache-2.0
 * libcurl, whose setters and getters are variadic and so invisible to Swift: one typed wrapper for each kind
 * of argument. No logic. With it come the headers of what waits for its sockets, which Swift's own map lacks. */
#pragma once
#include <curl/curl.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>

typedef size_t (*ccurl_data_function)(char *, size_t, size_t, void *);
typedef curl_socket_t (*ccurl_socket_function)(void *, curlsocktype, struct curl_sockaddr *);
typedef int (*ccurl_resolver_function)(void *, void *, void *);
typedef int (*ccurl_request_function)(void *, char *, char *, int, int);
typedef int (*ccurl_watch_function)(CURL *, curl_socket_t, int, void *, void *);
typedef int (*ccurl_timer_function)(CURLM *, long, void *);

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, const void *value) {
    return curl_easy_setopt(easy, option, value);
}
static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *list) {
    return curl_easy_setopt(easy, option, list);
}
static inline CURLcode ccurl_set_data_function(CURL *easy, CURLoption option, ccurl_data_function function) {
    return curl_easy_setopt(easy, option, function);
}
static inline CURLcode ccurl_set_socket_function(CURL *easy, ccurl_socket_function function) {
    return curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, function);
}
static inline CURLcode ccurl_set_resolver_function(CURL *easy, ccurl_resolver_function function) {
    return curl_easy_setopt(easy, CURLOPT_RESOLVER_START_FUNCTION, function);
}
static inline CURLcode ccurl_set_request_function(CURL *easy, ccurl_request_function function) {
    return curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, function);
}
static inline CURLSHcode ccurl_share_names(CURLSH *share) {
    return curl_share_setopt(share, CURLSHOPT_SHARE, CURL_LOCK_DATA_DNS);
}
/* What this libcurl is; the newest form of it is named by a macro. */
static inline const curl_version_info_data *ccurl_version(void) { return curl_version_info(CURLVERSION_NOW); }
static inline long ccurl_response_code(CURL *easy) {
    long value = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &value);
    return value;
}
/* What a proxy said to CONNECT, or 0. */
static inline long ccurl_connect_code(CURL *easy) {
    long value = 0;
    curl_easy_getinfo(easy, CURLINFO_HTTP_CONNECTCODE, &value);
    return value;
}
static inline long ccurl_http_version(CURL *easy) {
    long value = 0;
    curl_easy_getinfo(easy, CURLINFO_HTTP_VERSION, &value);
    return value;
}
static inline void *ccurl_private(CURL *easy) {
    char *value = 0;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &value);
    return value;
}
static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode ccurl_multi_set_watch(CURLM *multi, ccurl_watch_function function, void *context) {
    curl_multi_setopt(multi, CURLMOPT_SOCKETDATA, context);
    return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, function);
}
static inline CURLMcode ccurl_multi_set_timer(CURLM *multi, ccurl_timer_function function, void *context) {
    curl_multi_setopt(multi, CURLMOPT_TIMERDATA, context);
    return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, function);
}
/* The next transfer that ended, or null; `CURLMsg` has a union that Swift would read by its name only. */
static inline CURL *ccurl_multi_next_done(CURLM *multi, CURLcode *code) {
    int left;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left))) {
        if (message->msg == CURLMSG_DONE) {
            *code = message->data.result;
            return message->easy_handle;
        }
    }
    return 0;
}
