// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/http/message.hpp"
#include "store/jobs/jobs.hpp"

#include <vector>

namespace api {

/// Of the jobs those that match `type`, `processID`, `status`, `datetime` (of creation), `minDuration` and `maxDuration` (whole seconds
/// from start to end; a running job's so far). Lists are joined by commas. Throws Error{usage}.
std::vector<store::JobRecord> filtered_jobs(const Request& request, std::vector<store::JobRecord> jobs);

}  // namespace api
