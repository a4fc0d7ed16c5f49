// SPDX-License-Identifier: Apache-2.0
#include "api/html/parameter_texts.hpp"

#include "api/ogc/items_query.hpp"
#include "geo/base/number.hpp"
#include "geo/base/time.hpp"

#include <algorithm>
#include <array>

namespace api {
namespace {

std::string box_of(const geo::View& view) {
  const geo::BBox box = view.extent();
  std::string text;
  if (box.is_empty()) { return text; }
  for (const double edge : {box.west, box.south, box.east, box.north}) {
    text += text.empty() ? "" : ",";
    geo::append_number(text, edge);
  }
  return text;
}

const geo::Field* first_sortable(const geo::Collection& schema) {
  const auto good = [](const geo::Field& field) { return is_sortable(field) && !field.system; };
  const auto found = std::find_if(schema.fields.begin(), schema.fields.end(), good);
  return found == schema.fields.end() ? nullptr : &*found;
}

/// The year of the latest row.
std::string year_of(const geo::View& view) {
  const auto interval = view.time_extent();
  if (!interval || interval->to == INT64_MAX) { return {}; }
  const std::string year = geo::format_time(interval->to).substr(0, 4);
  return year + "-01-01/" + year + "-12-31";
}

}  // namespace

const ParameterText* parameter_text(std::string_view name) {
  static const std::array<ParameterText, 45> texts{{
      {"bbox",
       {"Only what touches this box: west,south,east,north in degrees", "Só o que toca nesta caixa: oeste,sul,este,norte em graus"}},
      {"bbox-crs", {"The coordinate system of the box, by its URI", "O sistema de coordenadas da caixa, pelo seu URI"}},
      {"crs", {"The coordinate system of the answer, by its URI", "O sistema de coordenadas da resposta, pelo seu URI"}},
      {"datetime", {"Only what meets this day or interval", "Só o que coincide com este dia ou intervalo"}},
      {"filter", {"A condition in CQL2", "Uma condição em CQL2"}},
      {"filter-lang", {"cql2-text or cql2-json", "cql2-text ou cql2-json"}},
      {"filter-crs", {"The coordinate system of shapes in the condition", "O sistema de coordenadas das formas na condição"}},
      {"q",
       {"Words anywhere in the texts; case and accents do not matter", "Palavras em qualquer texto; maiúsculas e acentos não importam"}},
      {"sortby", {"The order, by properties; - turns it round", "A ordem, por propriedades; - inverte-a"}},
      {"properties", {"Only these properties", "Só estas propriedades"}},
      {"collections", {"A layer for each of these collections", "Uma camada para cada uma destas colecções"}},
      {"points", {"How points are shown where they are too many", "Como se mostram os pontos onde são demais"}},
      {"max-points", {"Points that a tile shows at most", "Pontos que um mosaico mostra, no máximo"}},
      {"cell-px", {"Width of cells in pixels", "Largura das células em píxeis"}},
      {"time-bins", {"Counts by year, month, week or day", "Contagens por ano, mês, semana ou dia"}},
      {"weight", {"Uncertain places count for less", "Lugares incertos contam menos"}},
      {"detail", {"exact, or sketch: from part of the rows, at once", "exact, ou sketch (esboço): de parte das linhas, logo"}},
      {"labels", {"Also a layer with the names of areas, a point each", "Também uma camada com os nomes das áreas, um ponto cada"}},
      {"skipGeometry", {"Without shapes", "Sem formas"}},
      {"limit", {"How many a page holds at most", "Quantos cabem numa página, no máximo"}},
      {"offset", {"How many to pass over", "Quantos saltar"}},
      {"next", {"Where the page begins; links named next say it", "Onde começa a página; as ligações next dizem-no"}},
      {"type", {"Only jobs of this kind", "Só trabalhos deste tipo"}},
      {"processID", {"Only jobs of these analyses", "Só trabalhos destas análises"}},
      {"status", {"Only jobs that stand so", "Só trabalhos neste estado"}},
      {"minDuration", {"Only jobs of at least so many seconds", "Só trabalhos de pelo menos tantos segundos"}},
      {"maxDuration", {"Only jobs of at most so many seconds", "Só trabalhos de no máximo tantos segundos"}},
      {"lang", {"pt or en; else the reader's browser decides", "pt ou en; senão decide o navegador"}},
      {"authcfg",
       {"Id of an authentication configuration in QGIS; no secret",
        "Identificador de uma configuração de autenticação do QGIS; não é segredo"}},
      {"f", {"The form of the answer", "A forma da resposta"}},
      {"collection", {"Where the rows of the file go", "Para onde vão as linhas do ficheiro"}},
      {"file-name", {"The name of the file, which says what it is", "O nome do ficheiro, que diz o que é"}},
      {"profile", {"How the columns of the source are read", "Como se lêem as colunas da fonte"}},
      {"layer", {"The layer or sheet, of a file with several", "A camada ou folha, de um ficheiro com várias"}},
      {"file-crs", {"The coordinate system of the file, when it does not say", "O sistema de coordenadas do ficheiro, quando não o diz"}},
      {"time-zone", {"Of times without an offset", "Das horas sem fuso"}},
      {"source", {"Whose rows these are", "De quem são estas linhas"}},
      {"encoding", {"Of the texts, when the file does not say", "Dos textos, quando o ficheiro não o diz"}},
      {"delimiter", {"Between the cells of a CSV file", "Entre as células de um ficheiro CSV"}},
      {"dry-run", {"Only try: nothing is written", "Só experimentar: nada se escreve"}},
      {"strict", {"Refuse the file when any row is refused", "Recusar o ficheiro se alguma linha for recusada"}},
      {"accept-partial", {"Take the good rows of a bad file", "Aceitar as linhas boas de um ficheiro mau"}},
      {"complete", {"Withdraw rows of the source that the file lacks", "Retirar as linhas da fonte que faltam no ficheiro"}},
      {"map", {"field=column;field=column", "campo=coluna;campo=coluna"}},
      {"set", {"field=value;field=value", "campo=valor;campo=valor"}},
  }};
  const auto* found = std::find_if(texts.begin(), texts.end(), [&](const ParameterText& text) { return text.name == name; });
  return found == texts.end() ? nullptr : found;
}

std::string filter_example(const geo::Collection& schema) {
  for (const geo::Field& field : schema.fields) {
    if (field.hot && field.type == geo::FieldType::integer && !field.system) { return field.name + " > 0"; }
  }
  return schema.geometry == geo::GeometryType::none ? "uuid IS NOT NULL" : "S_INTERSECTS(geometry, BBOX(40, -13, 41, -12))";
}

std::string parameter_example(std::string_view name, const geo::View& view) {
  const geo::Collection& schema = view.schema();
  const geo::Field* field = first_sortable(schema);
  if (name == "bbox") { return box_of(view); }
  if (name == "datetime") { return year_of(view); }
  if (name == "collections") { return schema.id; }
  if (name == "filter") { return filter_example(schema); }
  if (name == "sortby") { return field == nullptr ? "" : "-" + field->name; }
  if (name == "properties") { return field == nullptr ? "" : field->name; }
  if (name == "crs") { return "http://www.opengis.net/def/crs/EPSG/0/32737"; }
  if (name == "filter-lang") { return "cql2-text"; }
  if (name == "skipGeometry") { return "true"; }
  if (name == "detail") { return "sketch"; }
  if (name == "limit") { return "5"; }
  if (name == "offset") { return "10"; }
  if (name == "status") { return "successful"; }
  if (name == "lang") { return "en"; }
  return {};
}

}  // namespace api
