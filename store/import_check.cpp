// SPDX-License-Identifier: Apache-2.0
#include "store/import_check.hpp"

#include "geo/base/error.hpp"
#include "store/results.hpp"

#include <fmt/format.h>

namespace store {

int withdrawn_field(const geo::Collection& collection) {
  const geo::Field* field = collection.field("withdrawn_on");
  // Somebody may have had a field of that name before the store did.
  const bool is_ours = field != nullptr && field->system && field->type == geo::FieldType::date;
  return is_ours ? collection.index_of("withdrawn_on") : -1;
}

void check_import(const geo::BatchInfo& info, const geo::Collection& collection) {
  refuse_result(collection);
  if (!info.complete || withdrawn_field(collection) >= 0) { return; }
  throw geo::Error(
      geo::Problem::usage,
      fmt::format("'{}' has a field 'withdrawn_on' of its own, so its rows cannot be marked withdrawn; import without --complete",
                  collection.id),
      fmt::format("'{}' tem um campo 'withdrawn_on' próprio, por isso as suas linhas não podem ser marcadas como retiradas; "
                  "importe sem --complete",
                  collection.id));
}

}  // namespace store
