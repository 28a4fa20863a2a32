// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "instance.h"
#include "service.h"
#include "service_error.h"

namespace dragoman::mt {

/// An instance of a provider: a service and the tickets that it serves.
class Translator : public remote::Instance {
public:
    Translator(dgm_instance number, std::unique_ptr<Service> service)
        : Instance(number), service_(std::move(service)) {}

    virtual void translate(const dgm_translate_request& request, dgm_ticket ticket);
    void list(dgm_ticket ticket);

protected:
    /// Asks the service. What is wrong with the answer goes to `refused` first, which gives whether it has gone on.
    void ask(const dgm_translate_request& request, dgm_ticket ticket, const std::string& glossary,
             std::function<bool(const remote::Failure&)> refused = nullptr);

    remote::Failure failure_of(const dgm_translate_request& request, const remote::Response& response) const;
    std::string key() const;
    const Service& service() const { return *service_; }

private:
    Batch batch_of(const dgm_translate_request& request, const std::string& glossary) const;
    void answer(const dgm_translate_request& request, dgm_ticket ticket, bool has_markup,
                const remote::Response& response);

    const std::unique_ptr<Service> service_;
};

}  // namespace dragoman::mt
