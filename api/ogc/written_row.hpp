// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "geo/table/row.hpp"
#include "geo/table/schema.hpp"
#include "importers/one_feature.hpp"

namespace api {

/// A change of a row as the one sees it who makes it.
struct RowChange {
  const geo::Collection& whole;          ///< all fields
  const geo::Collection& seen;           ///< those the role knows
  const importers::SentFeature& before;  ///< the row as the role was given it
  const importers::SentFeature& after;   ///< as it is to be
  bool in_other_crs = false;             ///< the geometry of `after` is in another system: its text says nothing
};

/// Throws Error{input} when the change says something new of a field of structured JSON: no rule could judge it.
void refuse_json_fields(const geo::Collection& seen, const importers::SentFeature& before, const importers::SentFeature& after);

/// `after` without the P-codes that `before` had, where the place changes and they do not: they are found anew.
importers::SentFeature without_old_areas(const importers::SentFeature& before, importers::SentFeature after, bool in_other_crs);

/// What is written: `checked`, which the rules made of the change, where the change says something new or the row said nothing; else
/// what the row said, to the last digit. Fields that the role does not know keep their values. A row never gets less confidential
/// than the rules ask for.
geo::Row written_row(const RowChange& change, const geo::Row& old, const geo::Row& checked);

}  // namespace api
