// SPDX-License-Identifier: Apache-2.0
// The API for people: every operation with its parameters, and an address to try each of them, on a collection of theirs.
#include "api/html/page.hpp"
#include "api/html/pages.hpp"
#include "api/html/parameter_texts.hpp"
#include "geo/analysis/density_picture.hpp"
#include "geo/analysis/density_surface.hpp"

#include <algorithm>
#include <array>

namespace api {
namespace {

struct Chapter {
  std::string_view prefix;
  geo::Text title;
};

/// The first that fits an operation's path holds it.
const std::array<Chapter, 11>& chapters() {
  static const std::array<Chapter, 11> all{{{"/collections/{collectionId}/items", {"Features", "Elementos"}},
                                            {"/collections/{collectionId}/tiles", {"Vector tiles", "Mosaicos vectoriais"}},
                                            {"/collections/{collectionId}/map", {"Pictures of surfaces", "Imagens de superfícies"}},
                                            {"/collections/{collectionId}/density", {"Pictures of densities", "Imagens de densidades"}},
                                            {"/tiles", {"Vector tiles of several collections", "Mosaicos vectoriais de várias colecções"}},
                                            {"/collections", {"Collections", "Colecções"}},
                                            {"/styles", {"Styles", "Estilos"}},
                                            {"/qgis", {"For QGIS", "Para o QGIS"}},
                                            {"/processes", {"Analyses", "Análises"}},
                                            {"/jobs", {"Jobs", "Trabalhos"}},
                                            {"/", {"The service", "O serviço"}}}};
  return all;
}

const Chapter& chapter_of(const Route& route) {
  return *std::find_if(chapters().begin(), chapters().end(), [&](const Chapter& c) { return route.path.starts_with(c.prefix); });
}

/// Writes the operations with addresses of one collection.
class ApiPage {
 public:
  /// `surface`, `density`: what operations on surfaces, and on densities of rows, are shown with; null: there is none.
  ApiPage(const Call& call, std::shared_ptr<const geo::View> example, std::shared_ptr<const geo::View> surface,
          std::shared_ptr<const geo::View> density)
      : m_call(call), m_example(std::move(example)), m_surface(std::move(surface)), m_density(std::move(density)) {}

  Html body() {
    introduction();
    // The most asked for comes first, the service itself last.
    for (const Chapter& chapter : chapters()) { write(chapter); }
    return std::move(m_html);
  }

 private:
  void introduction() {
    m_html.raw("<p class=\"lead\">")
        .text(m_call.say("Open an operation to see its parameters; every value is a link that tries it.",
                         "Abra uma operação para ver os parâmetros; cada valor é uma ligação que o experimenta."))
        .raw("</p>\n<p>")
        .link(url(m_call, "/api", {{"f", "json"}}),
              m_call.say("The same for programs, in OpenAPI 3.0", "O mesmo para programas, em OpenAPI 3.0"));
    if (m_example != nullptr) {
      m_html.text(m_call.say(". Examples use the collection ", ". Os exemplos usam a colecção "));
      m_html.link(url(m_call, "/collections/" + m_example->schema().id, {{"f", "html"}}), m_call.say(m_example->schema().title)).raw(".");
    }
    m_html.raw("</p>\n");
  }

  void write(const Chapter& chapter) {
    m_html.element("h2", m_call.say(chapter.title)).raw("\n");
    for (const Route& route : routes()) {
      const bool is_shown = !route.operation.empty() && &chapter_of(route) == &chapter;
      if (is_shown && (route.access != Access::writer || m_call.site.may_write())) { operation(route); }
    }
  }

  void operation(const Route& route) {
    m_html.raw("<details class=\"operation\" id=\"").text(route.operation).raw("\"><summary><span class=\"method\">").text(route.method);
    m_html.raw("</span><code>").text(route.path).raw("</code> ").text(m_call.say(route.summary)).raw("</summary>\n");
    const std::string path = example_path(route);
    if (route.method == "GET" && !path.empty()) {
      m_html.raw("<p>").link(url(m_call, path), url(m_call, path)).raw("</p>\n");
    } else if (route.method != "GET") {
      command(route);
    }
    parameters(route, route.method == "GET" ? path : "");
    m_html.raw("</details>\n");
  }

  [[nodiscard]] const std::shared_ptr<const geo::View>& example_of(const Route& route) const {
    return is_of_surfaces(route) ? m_surface : is_of_densities(route) ? m_density : m_example;
  }

  /// The path with its placeholders filled in; empty when that takes something nobody can know here.
  [[nodiscard]] std::string example_path(const Route& route) const {
    const bool of_collection = route.path.find("{collectionId}") != std::string_view::npos || route.path.starts_with("/styles/{") ||
                               route.path.starts_with("/qgis/{");
    const auto& example = example_of(route);
    const std::string id = example == nullptr ? "" : example->schema().id;
    if ((of_collection && id.empty()) || route.path.find("{jobId}") != std::string_view::npos) { return {}; }
    if (route.path.find("{featureId}") != std::string_view::npos) { return {}; }
    return fill_path(route.path, path_values(route.path, [&](std::string_view name) -> std::string {
                       if (name == "tileMatrixSetId") { return "WebMercatorQuad"; }
                       if (name == "tileMatrix" || name == "tileRow" || name == "tileCol") { return "0"; }
                       if (name == "styleName") { return "default"; }
                       if (name == "processId") { return "kde"; }
                       return name == "layerFile" ? id + ".qlr" : id;
                     }));
  }

  void parameters(const Route& route, const std::string& path) {
    std::vector<std::string_view> names = route.parameters;
    if (names.empty()) { return; }
    m_html.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"").text(m_call.say("Parameters", "Parâmetros"));
    m_html.raw("\"><table>\n<tbody>\n");
    for (const std::string_view name : names) {
      const ParameterText* text = parameter_text(name);
      m_html.raw("<tr><th scope=\"row\">").element("code", name).raw("</th>");
      m_html.element("td", text == nullptr ? "" : m_call.say(text->meaning)).raw("<td>");
      if (!path.empty()) { examples(route, path, name); }
      m_html.raw("</td></tr>\n");
    }
    m_html.raw("</tbody></table></div>\n");
  }

  void examples(const Route& route, const std::string& path, std::string_view name) {
    std::vector<std::string> values;
    Query query;
    // What is said of several collections must mean something for each: here of one.
    const bool of_several = std::find(route.parameters.begin(), route.parameters.end(), "collections") != route.parameters.end();
    if (of_several && m_example != nullptr) { query.emplace_back("collections", m_example->schema().id); }
    if (name == "f") {
      values.emplace_back("json");
      for (const std::string_view form : route.forms) { values.emplace_back(form); }
      if (route.has_html) { values.emplace_back("html"); }
    } else if (const auto& example = example_of(route)) {
      values.push_back(parameter_example(name, *example));
    }
    for (const std::string& value : values) {
      if (value.empty()) { continue; }
      Query tried = query;
      if (name != "collections") { tried.emplace_back(name, value); }
      m_html.link(url(m_call, path, tried), value).raw(" ");
    }
  }

  /// For a shell; a person's name stands where the password is asked for.
  void command(const Route& route) {
    const std::string address = m_call.base + std::string(route.path);
    std::string line = "curl -u NAME -X " + std::string(route.method);
    if (route.operation == "execute") {
      line += " -H 'Content-Type: application/json' -d '{\"inputs\":{}}'";
    } else if (route.body_bytes > 0) {
      line += route.method == "PATCH" ? " -H 'Content-Type: application/merge-patch+json' -d '{\"properties\":{}}'"
                                      : " -H 'Content-Type: application/geo+json' -d @feature.geojson";
    }
    m_html.raw("<pre>").text(line + " '" + address + "'").raw("</pre>\n");
  }

  const Call& m_call;
  std::shared_ptr<const geo::View> m_example;
  std::shared_ptr<const geo::View> m_surface;
  std::shared_ptr<const geo::View> m_density;
  Html m_html;
};

/// The first with rows and places, that each operation says something of.
std::shared_ptr<const geo::View> example_of(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views) {
  for (const auto& view : views) {
    if (view->schema().geometry != geo::GeometryType::none && call.site.count(*view, {}) > 0) { return view; }
  }
  return views.empty() ? nullptr : views.front();
}

std::shared_ptr<const geo::View> surface_of(const std::vector<std::shared_ptr<const geo::View>>& views) {
  const auto found = std::find_if(views.begin(), views.end(), [](const auto& view) { return geo::is_density(view->schema()); });
  return found == views.end() ? nullptr : *found;
}

std::shared_ptr<const geo::View> density_of(const std::vector<std::shared_ptr<const geo::View>>& views) {
  const auto found = std::find_if(views.begin(), views.end(), [](const auto& view) { return geo::has_density_picture(view->schema()); });
  return found == views.end() ? nullptr : *found;
}

}  // namespace

std::string api_html(const Call& call, const std::vector<std::shared_ptr<const geo::View>>& views) {
  return html_page(call, call.say("Description of the API", "Descrição da API"), {},
                   ApiPage(call, example_of(call, views), surface_of(views), density_of(views)).body());
}

}  // namespace api
