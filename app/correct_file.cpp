// SPDX-License-Identifier: Apache-2.0
#include "app/correct_file.hpp"

#include <fmt/format.h>

#include <map>

namespace app {
namespace {

[[noreturn]] void refuse(const std::string& en, const std::string& pt) { throw geo::Error(geo::Problem::input, en, pt); }

/// The batch must be one whose rows can still be corrected here.
store::BatchRecord batch_of(const store::Store& store, const std::string& collection, geo::BatchId id) {
  const std::optional<store::BatchRecord> batch = store.batch(id);
  if (!batch) {
    refuse(fmt::format("bairro_ref names batch {}, which is not in this store", id),
           fmt::format("bairro_ref indica o lote {}, que não está neste repositório", id));
  }
  if (batch->info.collection != collection) {
    refuse(fmt::format("these rows are of '{0}': bairro import {0} …", batch->info.collection),
           fmt::format("estas linhas são de '{0}': bairro import {0} …", batch->info.collection));
  }
  if (!batch->alive) {
    refuse(fmt::format("batch {}, which these rows are of, has been undone", id),
           fmt::format("o lote {}, a que estas linhas pertencem, foi anulado", id));
  }
  return *batch;
}

void check_positions(const store::Store& store, const importers::Corrections& rows) {
  std::map<geo::BatchId, std::int64_t> sizes;
  for (const geo::BatchId id : rows.batches) { sizes[id] = static_cast<std::int64_t>(store.rejected(id).size()); }
  for (const auto& [line, ref] : rows.by_line) {
    if (ref.position < sizes[ref.batch]) { continue; }
    refuse(
        fmt::format("line {}: batch {} has no row {} in quarantine; leave the column bairro_ref as it was", line, ref.batch, ref.position),
        fmt::format("linha {}: o lote {} não tem a linha {} em quarentena; deixe a coluna bairro_ref como estava", line, ref.batch,
                    ref.position));
  }
}

/// A corrected file is read as its rows were read at first.
void check_options(const importers::ImportOptions& given) {
  if (given.map.empty() && given.set.empty() && given.crs.empty() && given.time_zone.empty() && given.source.empty() &&
      given.columns.empty() && given.profile.empty() && !given.complete) {
    return;
  }
  throw geo::Error(geo::Problem::usage,
                   "corrected rows are read as their file was at first: leave out --map, --set, --crs, --timezone, --source, --columns, "
                   "--profile and --complete",
                   "as linhas corrigidas são lidas como o seu ficheiro o foi: retire --map, --set, --crs, --timezone, --source, --columns, "
                   "--profile e --complete");
}

}  // namespace

importers::Layout layout_of_batch(const store::BatchRecord& batch) {
  return importers::layout_of(batch.report_json, batch.info.source, batch.info.options);
}

Correction prepare_correction(const store::Store& store, const std::string& collection, importers::Reader& reader,
                              const importers::ImportOptions& given) {
  check_options(given);
  Correction correction{importers::read_corrections(reader, store.info().id), {}};
  const importers::Corrections& rows = correction.rows;
  if (rows.batches.empty()) {
    refuse("bairro_ref is empty in every row: nothing says which rows these correct; take that column out to import them as new ones",
           "bairro_ref está vazia em todas as linhas: nada diz que linhas são corrigidas; retire essa coluna para as importar como novas");
  }
  std::optional<importers::Layout> layout;
  for (const geo::BatchId id : rows.batches) {
    importers::Layout next = layout_of_batch(batch_of(store, collection, id));
    if (layout && layout->fingerprint != next.fingerprint) {
      refuse(fmt::format("rows of batch {} and of batch {} were read from files of different kinds; import them in files of their own, as "
                         "bairro quarantine export makes them",
                         *rows.batches.begin(), id),
             fmt::format("linhas do lote {} e do lote {} vieram de ficheiros de tipos diferentes; importe-as em ficheiros separados, como "
                         "bairro quarantine export os faz",
                         *rows.batches.begin(), id));
    }
    layout = std::move(next);
  }
  check_positions(store, rows);
  correction.options = importers::options_like(*layout, given);
  return correction;
}

}  // namespace app
