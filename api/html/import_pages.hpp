// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/links.hpp"
#include "geo/base/error.hpp"
#include "store/jobs/jobs.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace api {

/// waiting, running, done, stopped, refused, failed.
std::string_view import_status(const store::JobRecord& job);
/// One sentence on where it stands.
geo::Text import_message(const store::JobRecord& job);
std::string collection_of_import(const store::JobRecord& job);
std::string file_of_import(const store::JobRecord& job);

/// A form to send a file, where the role may write, and what was sent before.
std::string imports_html(const Call& call, const std::vector<store::JobRecord>& jobs, const std::vector<Link>& links);
/// Where one stands; loads itself again while it goes on.
std::string import_html(const Call& call, const store::JobRecord& job, bool has_report);
std::string import_report_html(const Call& call, const store::JobRecord& job, const std::string& report);

}  // namespace api
