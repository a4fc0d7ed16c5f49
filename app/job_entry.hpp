// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "app/context.hpp"
#include "store/jobs/jobs.hpp"

#include <memory>
#include <string>

namespace app {

/// A place in the list of jobs; none, with a word of warning, when the list cannot be written: the work goes on without it.
std::unique_ptr<store::Job> enter_job(const Context& context, const std::string& kind, const std::string& role,
                                      const std::string& parameters_json);

}  // namespace app
