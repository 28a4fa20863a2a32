// SPDX-License-Identifier: Apache-2.0
#include "prompt.h"

#include "failure.h"
#include "host.h"

namespace dragoman::llm {

using remote::Failure;
using remote::view_of;

Prompt::Prompt(const dgm_generate_request& request)
    : model(view_of(request.model)),
      schema(view_of(request.schema)),
      schema_name(view_of(request.schema_name)),
      max_output_tokens(request.max_output_tokens),
      temperature(request.temperature),
      seed(request.seed) {
    for (size_t i = 0; i < request.message_count; ++i) {
        const dgm_message& message = *request.messages[i];
        if (message.role < DGM_ROLE_SYSTEM || message.role > DGM_ROLE_ASSISTANT) {
            throw Failure(DGM_INVALID_INPUT, "a message has a role that is not known");
        }
        if (message.stable != 0) last_stable = static_cast<int>(i);
        messages.push_back({static_cast<dgm_role>(message.role), message.stable != 0, view_of(message.text)});
    }
    if (messages.empty()) throw Failure(DGM_INVALID_INPUT, "the prompt has no messages");
}

}  // namespace dragoman::llm
