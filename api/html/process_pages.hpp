// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/html/page.hpp"
#include "geo/analysis/method.hpp"

namespace api {

/// All that can be asked of the analysis, to be filled in by who may run it; a word on why not for everybody else.
void append_process_form(Html& html, const Call& call, const geo::AnalysisMethod& method);

}  // namespace api
