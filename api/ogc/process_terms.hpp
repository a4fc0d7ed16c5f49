// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "geo/analysis/method.hpp"
#include "store/jobs/jobs.hpp"

#include <string_view>

// The words of OGC API - Processes 1.0.
namespace api {

inline constexpr std::string_view rel_processes = "http://www.opengis.net/def/rel/ogc/1.0/processes";
inline constexpr std::string_view rel_execute = "http://www.opengis.net/def/rel/ogc/1.0/execute";
inline constexpr std::string_view rel_job_list = "http://www.opengis.net/def/rel/ogc/1.0/job-list";
inline constexpr std::string_view rel_results = "http://www.opengis.net/def/rel/ogc/1.0/results";

/// Of what processes take and give.
inline constexpr std::string_view process_version = "1.0.0";

/// An error of the standard's own kinds: no-such-process, no-such-job, result-not-ready.
Response exception(const Call& call, int status, std::string_view kind, const geo::Text& detail);
Response no_such_process(const Call& call);
Response no_such_job(const Call& call);

/// The one that the path names, or null.
const geo::AnalysisMethod* method_of(const Call& call);
/// string, number, integer, boolean; boxes have a schema of their own.
std::string_view json_type_of(geo::ParameterType type);

/// accepted, running, successful, failed, dismissed.
std::string_view job_status(const store::JobRecord& job);
/// One sentence on where it stands.
geo::Text job_message(const store::JobRecord& job);
/// The collection that it made; empty: none yet, or none at all.
std::string result_of(const store::JobRecord& job);
/// Per cent, whole.
int job_percent(const store::JobRecord& job);

/// The answer with the status of a job.
Response status_info(const Call& call, int status, const store::JobRecord& job);
/// What a job was asked for, or why it has none.
Response job_outputs(const Call& call, const store::JobRecord& job);

}  // namespace api
