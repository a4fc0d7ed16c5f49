// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/batch.hpp"
#include "importers/read/record.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace importers {

/// The columns that a file for correction has beside those of the rows. They are known again in both languages, and are no data.
struct ServiceColumn {
  std::string_view en;
  std::string_view pt;
};
enum Service : std::size_t { ref_column, file_column, line_column, column_column, rule_column, reason_column, advice_column };
inline constexpr std::array<ServiceColumn, 7> service_columns{{{"bairro_ref", "bairro_ref"},
                                                               {"bairro_file", "bairro_ficheiro"},
                                                               {"bairro_line", "bairro_linha"},
                                                               {"bairro_column", "bairro_coluna"},
                                                               {"bairro_rule", "bairro_regra"},
                                                               {"bairro_reason", "bairro_motivo"},
                                                               {"bairro_what_to_do", "bairro_o_que_fazer"}}};

/// Which service column it is; nothing for a column of data.
std::optional<Service> service_of(std::string_view column);

/// What stands in bairro_ref: eight digits of the store's id, the batch, the position.
std::string ref_text(std::string_view store_id, const geo::QuarantineRef& ref);
/// Nothing for anything that ref_text() of this store did not write.
std::optional<geo::QuarantineRef> parse_ref(std::string_view text, std::string_view store_id);

}  // namespace importers
