// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/base/error.hpp"
#include "geo/base/lonlat.hpp"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace geo {

enum class ParameterType : std::uint8_t { text, number, integer, boolean, bbox, datetime };

/// What is given for a parameter: by its type a text (datetime too), a number (integers too), a yes or no, a box.
using Argument = std::variant<bool, double, std::string, BBox>;
using Arguments = std::map<std::string, Argument, std::less<>>;

/// One of the values that a parameter may have.
struct Choice {
  std::string_view code;
  Text title;
};

/// One thing that can be asked of an analysis: `--bandwidth-m` on the command line, the input `bandwidth_m` over HTTP. Both are made
/// from what stands here, and neither knows of any other.
struct AnalysisParameter {
  std::string_view name;
  ParameterType type = ParameterType::text;
  Text title;
  Text description;                ///< with what holds when it is not given and has no default
  std::string_view unit = {};      ///< UCUM
  std::optional<double> min = {};  ///< of a number; the limits belong to it
  std::optional<double> max = {};
  std::optional<Argument> default_value = {};  ///< none: not asked, or found from the data
  std::vector<Choice> choices = {};            ///< of a text; none: any
};

/// One number or list that the summary of a result holds.
struct SummaryMember {
  std::string_view name;
  std::string_view type;  ///< of JSON; "number|null" where there may be none
  Text meaning;           ///< with its denominator, where it has one
  std::string_view unit = {};
};

/// One analysis, as everybody is told of it.
struct AnalysisMethod {
  std::string_view id;
  Text title;
  Text description;  ///< what it says, and what it does not
  std::vector<AnalysisParameter> parameters;
  std::vector<SummaryMember> summary;

  [[nodiscard]] const AnalysisParameter* parameter(std::string_view name) const;
};

/// All there are.
const std::vector<AnalysisMethod>& analysis_methods();
/// Null when there is none of that id.
const AnalysisMethod* analysis_method(std::string_view id);

/// What methods share of the members of their summaries, and what only one has.
std::vector<SummaryMember> summary_members(std::string_view method);

}  // namespace geo
