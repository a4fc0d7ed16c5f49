// SPDX-License-Identifier: Apache-2.0
// Pictures of the density of a collection's rows as they are now, without an analysis that is kept: first a sketch, then the exact one.
#include "api/errors.hpp"
#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/html/pages.hpp"
#include "api/ogc/row_filter.hpp"
#include "api/ogc/surface.hpp"
#include "api/ogc/tile_documents.hpp"
#include "geo/analysis/density_pictures.hpp"
#include "tiles/surface_classes.hpp"
#include "tiles/surface_tile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <semaphore>

namespace api {
namespace {

using geo::DensityPicture;
using geo::DensityPictures;
using geo::JsonWriter;

/// What is asked of which rows.
struct AskedDensity {
  std::shared_ptr<const geo::View> view;
  geo::Filter filter;
  bool is_sketch = false;
  std::string question;  ///< tells it from every other of the view, whatever the detail

  [[nodiscard]] DensityPictures::Kind kind() const { return is_sketch ? DensityPictures::Kind::sketch : DensityPictures::Kind::exact; }
};

/// The part of the query that chooses rows, with lengths: a decoded value may hold '&' and '='.
std::string question_of(const Request& request) {
  std::string question;
  for (const auto& [name, value] : request.query) {
    if (name == "f" || name == "lang" || name == "detail") { continue; }
    question += fmt::format("&{}:{}={}:{}", name.size(), name, value.size(), value);
  }
  return question;
}

AskedDensity asked_density(const Call& call) {
  AskedDensity asked;
  asked.view = call.site.view(call.path[0]);
  if (!geo::has_density_picture(asked.view->schema())) {
    throw geo::Error(geo::Problem::not_found,
                     "This collection has no points of what happens at a time: there is no picture of its density.",
                     "Esta colecção não tem pontos do que acontece num tempo: não há imagem da sua densidade.");
  }
  const std::string* const detail = call.request.parameter("detail");
  if (detail != nullptr && *detail != "sketch" && *detail != "exact") {
    throw geo::Error(geo::Problem::usage, "'detail' must be sketch or exact.", "'detail' tem de ser sketch ou exact.");
  }
  asked.is_sketch = detail != nullptr && *detail == "sketch";
  asked.filter = row_filter(call, *asked.view);
  asked.question = question_of(call.request);
  return asked;
}

/// As role_text() writes a role that is bound to areas: nobody can say here where it looked.
bool looks_at_part(const geo::Role& role) { return geo::role_text(role).find('@') != std::string::npos; }

/// The turn of whoever makes a picture: others wait without a worker, and nobody makes it twice.
class Turn {
 public:
  Turn(const DensityPictures& pictures, const AskedDensity& asked, std::counting_semaphore<>& makers)
      : m_pictures(pictures), m_asked(asked), m_makers(makers) {
    if (!m_makers.try_acquire()) { return; }
    try {
      m_is_ours = m_pictures.begin(m_asked.kind(), m_asked.question);
    } catch (...) {
      m_makers.release();
      throw;
    }
    if (!m_is_ours) { m_makers.release(); }
  }
  ~Turn() {
    if (!m_is_ours) { return; }
    m_pictures.end(m_asked.kind(), m_asked.question);
    m_makers.release();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  [[nodiscard]] bool is_ours() const { return m_is_ours; }

 private:
  const DensityPictures& m_pictures;
  const AskedDensity& m_asked;
  std::counting_semaphore<>& m_makers;
  bool m_is_ours = false;
};

/// Whoever was told to try again, as its deadline was over, is waited for so long: else what takes longer than that is never made.
constexpr auto patience = std::chrono::seconds(15);

DensityPictures::Waits waits_of(const Request& request) {
  return [cancelled = request.cancelled, deadline = request.deadline] {
    if (cancelled != nullptr && *cancelled) { return false; }
    const bool has_deadline = deadline != std::chrono::steady_clock::time_point{};
    return !has_deadline || std::chrono::steady_clock::now() < deadline + patience;
  };
}

/// Null where it was stopped, because nobody waits for it any more.
std::shared_ptr<const DensityPicture> made_exact(const DensityPictures& pictures, const AskedDensity& asked, bool is_part) {
  std::atomic<bool> is_stopped = false;
  const geo::Progress progress({}, [&] {
    if (!is_stopped && !pictures.is_awaited(asked.kind(), asked.question)) { is_stopped = true; }
    return is_stopped.load();
  });
  try {
    return pictures.keep(asked.question, geo::density_picture(*asked.view, asked.filter, is_part, progress));
  } catch (const geo::Error&) {
    if (is_stopped) { return nullptr; }
    throw;
  }
}

/// Null while others are at it.
std::shared_ptr<const DensityPicture> picture_of(const Call& call, const AskedDensity& asked) {
  const auto pictures = DensityPictures::of(*asked.view);
  if (auto known = pictures->find(asked.kind(), asked.question)) { return known; }
  const Turn turn(*pictures, asked, asked.is_sketch ? call.site.sketching() : call.site.densities());
  pictures->wait(asked.kind(), asked.question, call.request.id, waits_of(call.request));
  if (!turn.is_ours()) { return nullptr; }
  if (auto known = pictures->find(asked.kind(), asked.question)) { return known; }  // made since we looked
  const bool is_part = looks_at_part(call.site.role());
  if (asked.is_sketch) { return pictures->keep(asked.question, geo::density_sketch(*asked.view, asked.filter, is_part)); }
  return made_exact(*pictures, asked, is_part);
}

Response asked_again(const Call& call, bool is_sketch) {
  const geo::Text words =
      is_sketch ? geo::Text{"Others are being made first. Try again in some seconds.",
                            "Outros estão a ser feitos primeiro. Tente de novo dentro de segundos."}
                : geo::Text{"The exact density is being made. Try again in some seconds; detail=sketch is there sooner.",
                            "A densidade exacta está a ser feita. Tente de novo dentro de segundos; detail=sketch está pronto mais cedo."};
  Response response = problem_in(call.language, 503, words, call.request.id);
  set_header(response, "Retry-After", is_sketch ? "1" : "5");
  response.later = true;
  return response;
}

std::string_view detail_of(const DensityPicture& picture) { return picture.is_sketch ? "sketch" : "exact"; }

}  // namespace

Response density_tile(const Call& call) {
  const AskedDensity asked = asked_density(call);
  const auto id = tiles::TileId::parse(call.path[1], call.path[2], call.path[3]);
  if (!id) { throw geo::Error(geo::Problem::not_found, "There is no such tile.", "Não existe tal mosaico."); }
  const std::string etag = etag_of(fmt::format("density {} {} {} {:016x} {}/{}/{} {}{}", tiles::surface_edition,
                                               geo::role_text(call.site.role()), asked.view->schema().id, asked.view->version(), id->zoom(),
                                               id->row(), id->column(), asked.is_sketch ? "sketch" : "exact", asked.question));
  if (call.kept) {
    if (auto kept = call.kept(etag)) { return *std::move(kept); }
  }
  if (auto unchanged = not_modified(call, etag)) { return *std::move(unchanged); }
  const auto picture = picture_of(call, asked);
  if (picture == nullptr) { return asked_again(call, asked.is_sketch); }
  std::string body = tiles::surface_tile(picture->surface, *id);
  const bool is_clear = body.empty();
  Response response = make_response(200, "image/png", is_clear ? tiles::clear_tile() : std::move(body));
  if (!is_clear && call.site.leaves_trace(*asked.view)) {
    response.rows = rows_of_picture(*asked.view, *id, picture->bandwidth_m, asked.filter);
  }
  response.headers.push_back({"ETag", etag});
  return response;
}

Response density_legend(const Call& call) {
  const AskedDensity asked = asked_density(call);
  const auto picture = picture_of(call, asked);
  if (picture == nullptr) { return asked_again(call, asked.is_sketch); }
  std::string body;
  JsonWriter json(body);
  json.begin_object().member("title", call.say(asked.view->schema().title)).member("detail", detail_of(*picture));
  json.member("bandwidth_m", picture->bandwidth_m).member("matched", picture->matched).member("looked_at", picture->looked_at);
  json.member("used", picture->used);
  write_surface_legend(json, call, picture->surface);
  json.key("caveats").begin_array();
  for (const geo::Text& caveat : picture->caveats) { json.value(call.say(caveat)); }
  json.end_array();
  write_links(json, {self_link(call)});
  json.end_object();
  Response response = json_document(call, std::move(body));
  if (call.site.leaves_trace(*asked.view)) { response.rows = std::max<std::uint64_t>(picture->used, 1); }
  return response;
}

}  // namespace api
