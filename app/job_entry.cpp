// SPDX-License-Identifier: Apache-2.0
#include "app/job_entry.hpp"

#include <fmt/format.h>

namespace app {

std::unique_ptr<store::Job> enter_job(const Context& context, const std::string& kind, const std::string& role,
                                      const std::string& parameters_json) {
  try {
    return store::JobRegistry(context.store, now_ms).start(kind, role, parameters_json);
  } catch (const geo::Error& error) {
    print_error(context, {fmt::format("the list of jobs cannot be written ({}); the work goes on", error.text().en),
                          fmt::format("não é possível escrever a lista de trabalhos ({}); o trabalho continua", error.text().pt)});
    return nullptr;
  }
}

}  // namespace app
