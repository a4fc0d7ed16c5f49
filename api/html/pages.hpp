// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "api/call.hpp"
#include "api/links.hpp"
#include "api/ogc/styles.hpp"
#include "geo/analysis/method.hpp"
#include "geo/base/error.hpp"
#include "geo/crs/reprojection.hpp"
#include "geo/table/column.hpp"
#include "store/jobs/jobs.hpp"
#include "tiles/surface_classes.hpp"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace api {

// The HTML form of each resource: plain pages that work without scripts, on a phone, and read out loud.

/// What went wrong, for people: with the status that it has in problem+json.
Response problem_html(const Call& call, const geo::Error& error);
/// Any other answer that says what is wrong (problem+json), for people: the same status and fields.
Response problem_page(const Call& call, Response problem);
/// Where people sign in and out. `back`: the path that they came from. `refusal`: why it did not work, or empty.
std::string session_html(const Call& call, std::string_view back, std::string_view refusal = {});
std::string landing_html(const Call& call);
std::string conformance_html(const Call& call);
std::string api_html(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views);
std::string health_html(const Call& call);
std::string collections_html(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views);
std::string collection_html(const Call& call, const geo::View& view);
/// What a page with a map may do in a browser: run this service's own scripts, and ask it alone.
Header map_policy();
/// `next` is the address of the next page, or empty. `crs`: of the locations in the table; null: degrees.
/// `shown`: the schema with the properties that are shown, whose columns come first in `batch`.
/// `columns`: all of `batch`, by name; empty: those of `shown`.
std::string items_html(const Call& call, const geo::Collection& shown, const geo::BatchView& batch, std::uint64_t matched,
                       std::string_view next, const geo::Reprojection* crs, const std::vector<std::string>& columns);
std::string item_html(const Call& call, const geo::View& view, const geo::BatchView& batch);
std::string styles_html(const Call& call, const std::vector<Style>& styles);
std::string style_html(const Call& call, const Style& style);
/// What the colours of a surface's pictures mean.
std::string legend_html(const Call& call, const geo::Collection& schema, const std::vector<tiles::SurfaceClass>& classes);
/// And what it means that there are none.
geo::Text legend_of_clear();
std::string qgis_html(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views);
std::string processes_html(const Call& call);
std::string process_html(const Call& call, const geo::AnalysisMethod& method);
std::string jobs_html(const Call& call, const std::vector<store::JobRecord>& jobs, const std::vector<Link>& links);
std::string job_html(const Call& call, const store::JobRecord& job);

}  // namespace api
