// SPDX-License-Identifier: Apache-2.0
#include "importers/report/report.hpp"

#include <utility>

namespace importers {

std::string_view to_string(Action action) {
  switch (action) {
    case Action::warned: return "warned";
    case Action::fixed: return "fixed";
    case Action::quarantined: return "quarantined";
    case Action::dropped: break;
  }
  return "dropped";
}

Refused::Refused(geo::Text sentence, Report report)
    : geo::Error(geo::Problem::input, std::move(sentence.en), std::move(sentence.pt)), m_report(std::move(report)) {
  m_report.refused = true;
}

}  // namespace importers
