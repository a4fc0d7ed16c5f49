// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "api/jobs/analyses.hpp"
#include "geo/analysis/method.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace api {

/// Far more than any question takes.
inline constexpr std::size_t most_execution_bytes = std::size_t{64} * 1024;

/// What a result can be asked for, in the order in which it is given.
struct ProcessOutput {
  std::string_view id;
  bool by_reference = false;  ///< given as a link, else as it is
  geo::Text title, description;
};
const std::vector<ProcessOutput>& process_outputs();

/// The body of an execution (OGC 18-062r2, execute.yaml).
struct Execution {
  geo::Arguments inputs;
  Asked asked;
};

/// Throws Error{usage} that names the member or input, and says what would be right. Inputs are read by the method's parameters; a
/// value may stand in an object as "value", a box in one as "bbox". Links to values are not followed.
Execution read_execution(const std::string& body, const geo::AnalysisMethod& method);

/// The same from the form of the analysis's page: a field for each parameter, `from` and `to` for the period; an empty one is not asked.
Execution read_execution_form(const Request& request, const geo::AnalysisMethod& method);

/// What `parameters_json` of a job keeps of it.
Asked asked_of(const std::string& job_parameters);

}  // namespace api
