// SPDX-License-Identifier: Apache-2.0
#include "store/results.hpp"

#include <fmt/format.h>

namespace store {
namespace {

using geo::Error;
using geo::Problem;

void check_row(const geo::Collection& collection, const geo::Row& row, std::size_t number) {
  bool good = row.values.size() == collection.fields.size() && geo::fits(row.geometry, collection.geometry);
  for (std::size_t i = 0; good && i < row.values.size(); ++i) { good = geo::fits(row.values[i], collection.fields[i].type); }
  if (good) { return; }
  throw Error(Problem::usage, fmt::format("row {} of the result '{}' does not fit its fields", number, collection.id),
              fmt::format("a linha {} do resultado '{}' não corresponde aos seus campos", number, collection.id));
}

}  // namespace

void check_result(const geo::Collection& collection, const std::vector<geo::Row>& rows, const geo::Catalog& catalog) {
  if (!collection.result) {
    throw Error(Problem::usage, fmt::format("'{}' does not say how it came to be: it is no result", collection.id),
                fmt::format("'{}' não diz como foi obtido: não é um resultado", collection.id));
  }
  geo::check_collection(collection, catalog);
  if (catalog.collection(collection.id) != nullptr) {
    throw Error(Problem::conflict, fmt::format("there is a result '{}' already", collection.id),
                fmt::format("já existe um resultado '{}'", collection.id));
  }
  for (std::size_t i = 0; i < rows.size(); ++i) { check_row(collection, rows[i], i + 1); }
}

geo::Collection as_result(geo::Collection collection) {
  collection.builtin = false;
  for (geo::Field& field : collection.fields) { field.hot = true; }
  return collection;
}

void refuse_result(const geo::Collection& collection) {
  if (!collection.result) { return; }
  throw Error(Problem::usage,
              fmt::format("'{}' is a result of an analysis: nothing is written to it; make a new one instead", collection.id),
              fmt::format("'{}' é um resultado de uma análise: nada se escreve nele; faça um novo", collection.id));
}

void check_may_know(const geo::Collection& collection, const geo::Role& role) {
  const bool knows = collection.result ? geo::may_know(role, *collection.result) : geo::grant_of(role, collection.id).exact;
  if (!knows) { throw_no_collection(collection.id); }
}

void throw_no_collection(const std::string& id) {
  throw Error(Problem::not_found, fmt::format("there is no collection '{}'", id), fmt::format("não existe a colecção '{}'", id));
}

}  // namespace store
