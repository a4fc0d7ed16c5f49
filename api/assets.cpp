// SPDX-License-Identifier: Apache-2.0
// The files of the map page: in the program, compressed since it was built, so that serving one costs a look-up.
#include "web/assets.hpp"

#include "api/handlers.hpp"
#include "api/headers.hpp"
#include "api/http/coding.hpp"
#include "api/http/etag.hpp"
#include "api/range.hpp"
#include "geo/base/number.hpp"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

namespace api {
namespace {

using Body = std::shared_ptr<const std::string>;

/// A form of an asset as answers carry it.
struct Form {
  Body body;
  Coding coding = Coding::identity;
};

/// An asset's forms, the one worth most first.
std::vector<Form> forms_of(const web::Asset& asset) {
  std::vector<Form> forms;
  const auto add = [&](std::string_view bytes, Coding coding) {
    if (!bytes.empty() || coding == Coding::identity) { forms.push_back({std::make_shared<const std::string>(bytes), coding}); }
  };
  add(asset.brotli, Coding::brotli);
  add(asset.gzip, Coding::gzip);
  add(asset.plain, Coding::identity);
  return forms;
}

/// Copied once out of the program's data, because answers share a body that they own.
const std::vector<Form>& kept_forms(const web::Asset& asset) {
  static const std::vector<std::vector<Form>> all = [] {
    std::vector<std::vector<Form>> forms;
    for (const web::Asset& each : web::assets()) { forms.push_back(forms_of(each)); }
    return forms;
  }();
  return all[static_cast<std::size_t>(&asset - web::assets().data())];
}

/// The name has a hash of the content in it: whoever has the file need never ask again.
Response kept_for_ever(Response response) {
  response.headers.push_back({"Cache-Control", "public, max-age=31536000, immutable"});
  return response;
}

/// A worker obeys the policy of its own script, not of the page: the map's must load its other half and ask for tiles.
constexpr std::string_view script_policy = "default-src 'none'; script-src 'self'; connect-src 'self'";

/// The form that the client likes best; ranges are of the file as it is.
const Form& form_for(const Request& request, const std::vector<Form>& forms) {
  if (request.header("Range") != nullptr) { return forms.back(); }
  std::vector<Coding> offered;
  for (const Form& form : forms) { offered.push_back(form.coding); }
  offered.pop_back();  // as it is: the last, and not a coding
  const Coding best = AcceptedCodings(request).best_of(offered);
  return *std::find_if(forms.begin(), forms.end(), [&](const Form& form) { return form.coding == best; });
}

Response serve(const Call& call, const web::Asset& asset) {
  const Form& form = form_for(call.request, kept_forms(asset));
  const std::string etag = coded_etag('"' + std::string(asset.tag) + '"', form.coding);
  if (auto unchanged = not_modified(call, etag)) { return kept_for_ever(*std::move(unchanged)); }
  Response response;
  response.body = form.body;
  response.headers = {{"Content-Type", std::string(asset.media_type)}, {"ETag", etag}};
  if (form.coding != Coding::identity) { response.headers.push_back({"Content-Encoding", std::string(name_of(form.coding))}); }
  if (asset.media_type.starts_with("text/javascript")) {
    response.headers.push_back({"Content-Security-Policy", std::string(script_policy)});
  }
  response = kept_for_ever(std::move(response));
  serve_range(call.request, call.language, response);
  return response;
}

[[noreturn]] void refuse() { throw geo::Error(geo::Problem::not_found, "There is no such file.", "Não existe tal ficheiro."); }

/// "512-767.pbf": 256 code points of the basic plane.
bool is_glyph_range(std::string_view name) {
  constexpr std::string_view ending = ".pbf";
  const std::size_t dash = name.find('-');
  if (!name.ends_with(ending) || dash == std::string_view::npos) { return false; }
  const auto first = geo::parse_integer(name.substr(0, dash));
  return first && *first >= 0 && *first < 0x10000 && *first % 256 == 0 &&
         name == std::to_string(*first) + '-' + std::to_string(*first + 255) + std::string(ending);
}

/// Whether any range of that font is there.
bool is_font(std::string_view folder) {
  for (const web::Asset& each : web::assets()) {
    if (each.name.starts_with(folder)) { return true; }
  }
  return false;
}

}  // namespace

Response asset(const Call& call) {
  const web::Asset* found = web::find_asset(call.path[0]);
  if (found == nullptr) { refuse(); }
  return serve(call, *found);
}

Response glyphs(const Call& call) {
  const std::string folder = "glyphs/" + call.path[0] + '/';
  if (const web::Asset* found = web::find_asset(folder + call.path[1])) { return serve(call, *found); }
  if (!is_glyph_range(call.path[1]) || !is_font(folder)) { refuse(); }
  // The font has no such letters. To a map client a 404 would be a tile that cannot be drawn.
  Response none;
  none.status = 204;
  return kept_for_ever(std::move(none));
}

}  // namespace api
