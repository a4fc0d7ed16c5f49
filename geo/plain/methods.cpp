// SPDX-License-Identifier: Apache-2.0
// Which statistics files can be asked for. A new one: a file plain_NAME.cpp with a function that says what it is, and its line below.
#include "geo/plain/question.hpp"

#include <algorithm>
#include <numeric>

namespace geo {
namespace plain {

PlainMethod gi();
PlainMethod gi_star();
PlainMethod local_moran();
PlainMethod local_geary();
PlainMethod join_count();
PlainMethod global();
PlainMethod eb_rates();
PlainMethod emerging();
PlainMethod mann_kendall();
PlainMethod dbscan();
PlainMethod st_dbscan();
PlainMethod scan();
PlainMethod knox();
PlainMethod near_repeat();
PlainMethod kde();
PlainMethod bandwidth();
PlainMethod hdbscan();
PlainMethod relative_risk();
PlainMethod change();
PlainMethod seasonality();
PlainMethod early_warning();
PlainMethod forecast_check();

}  // namespace plain

const std::vector<PlainMethod>& plain_methods() {
  static const std::vector<PlainMethod> all{
      plain::gi(),       plain::gi_star(),     plain::local_moran(),   plain::local_geary(),    plain::join_count(), plain::global(),
      plain::eb_rates(), plain::emerging(),    plain::mann_kendall(),  plain::dbscan(),         plain::st_dbscan(),  plain::scan(),
      plain::knox(),     plain::near_repeat(), plain::kde(),           plain::bandwidth(),      plain::hdbscan(),    plain::relative_risk(),
      plain::change(),   plain::seasonality(), plain::early_warning(), plain::forecast_check(),
  };
  return all;
}

const PlainMethod* plain_method(std::string_view id) {
  const auto& all = plain_methods();
  const auto found = std::find_if(all.begin(), all.end(), [&](const PlainMethod& method) { return method.id == id; });
  return found == all.end() ? nullptr : &*found;
}

PlainResult answer(const PlainMethod& method, const PlainInput& input, const Workers& workers, const Progress& progress) {
  Question question(method, input, workers, progress);
  PlainResult result;
  method.run(question, result);
  question.finish(result);
  // Rows stand by their places so far.
  std::vector<std::uint32_t> order(result.file_rows.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return result.file_rows[a] < result.file_rows[b]; });
  if (!order.empty()) {
    result.rows.reorder(order);
    std::sort(result.file_rows.begin(), result.file_rows.end());
  }
  return result;
}

}  // namespace geo
