// SPDX-License-Identifier: Apache-2.0
// Every sentence of the page, in both languages.

export type Language = 'pt' | 'en';
export const languages: readonly Language[] = ['pt', 'en'];
export interface Text { readonly pt: string; readonly en: string }

const t = (pt: string, en: string): Text => ({ pt, en });

export const texts = {
  map: t('Mapa', 'Map'),
  panel: t('Camadas e filtros', 'Layers and filters'),
  language: t('Língua', 'Language'),
  data: t('Dados', 'Data'),
  toMap: t('Saltar para o mapa', 'Skip to the map'),
  showPanel: t('Mostrar o painel', 'Show the panel'),
  hidePanel: t('Esconder o painel', 'Hide the panel'),
  rolePublic: t('Público', 'Public'),
  roleAll: t('Papel', 'Role'),
  signIn: t('Iniciar sessão', 'Sign in'),
  signOut: t('Terminar sessão', 'Sign out'),
  accountName: t('Nome da conta', 'Account name'),
  password: t('Palavra-passe', 'Password'),
  cancel: t('Cancelar', 'Cancel'),
  wrongPassword: t('O nome ou a palavra-passe não está certo.', 'The name or the password is wrong.'),
  waitToSignIn: t('Demasiadas falhas. Espere {0} s.', 'Too many failures. Wait {0} s.'),
  period: t('Período', 'Period'),
  periodOf: t('Quando ocorreu', 'When it happened'),
  from: t('De', 'From'),
  to: t('Até', 'To'),
  all: t('Tudo', 'All'),
  months12: t('12 meses', '12 months'),
  days90: t('90 dias', '90 days'),
  days30: t('30 dias', '30 days'),
  quick: t('Períodos prontos', 'Ready-made periods'),
  untilLast: t('Contados até ao último registo, {0}.', 'Counted back from the latest record, {0}.'),
  dayForm: t('dd/mm/aaaa', 'dd/mm/yyyy'),
  wrongDay: t('Escreva dia/mês/ano, por exemplo 31/12/2025.', 'Write day/month/year, such as 31/12/2025.'),
  wrongOrder: t('O fim é anterior ao início.', 'The end is before the start.'),
  noTime: t('Inclui {0} sem data conhecida, que contam em qualquer período.', 'Includes {0} without a known date; they count in every period.'),
  perBin: t('{0}: {1}', '{0}: {1}'),
  histogram: t('Número de registos por período; escolha uma barra para filtrar', 'Number of records by period; choose a bar to filter'),
  layers: t('Camadas', 'Layers'),
  analyses: t('Análises', 'Analyses'),
  noAnalyses: t('Ainda não há análises.', 'There are no analyses yet.'),
  places: t('Nomes de lugares', 'Place names'),
  options: t('Opções de {0}', 'Options of {0}'),
  opacity: t('Opacidade', 'Opacity'),
  table: t('Ver a tabela', 'See the table'),
  about: t('Sobre esta camada', 'About this layer'),
  noData: t('sem dados', 'no data'),
  rowsOf: t('{0} de {1}', '{0} of {1}'),
  alwaysShown: t('Não segue o período.', 'Does not follow the period.'),
  squares: t('Quadrados contados: quantos registos em cada um. Toque num para aproximar.', 'Counted squares: how many records in each. Press one to zoom in.'),
  cells: t('Quantos registos há em cada célula. As classes mudam com a escala do mapa, não com o período. Toque numa para aproximar.',
    'How many records each cell has. The classes change with the scale of the map, not with the period. Press one to zoom in.'),
  leftOut: t('A esta escala só cabem as linhas mais longas. Aproxime para ver todas.', 'At this scale only the longest lines fit. Zoom in to see all.'),
  shownAs: t('Onde há muitos pontos', 'Where points are many'),
  shown_counts: t('Círculos contados', 'Counted circles'),
  shown_squares: t('Quadrados', 'Squares'),
  shown_hexagons: t('Hexágonos', 'Hexagons'),
  shown_clusters: t('Grupos', 'Groups'),
  shown_density: t('Densidade', 'Density'),
  condition: t('Condição (CQL2)', 'Condition (CQL2)'),
  words: t('Palavras', 'Words'),
  wrongCondition: t('A condição não foi aceite: {0}', 'The condition was not taken: {0}'),
  refusedCondition: t('o serviço não diz porquê', 'the service does not say why'),
  onlyWith: t('Só: {0}', 'Only: {0}'),
  removeCondition: t('Retirar a condição', 'Remove the condition'),
  fewer: t('menos de {0}', 'fewer than {0}'),
  each: t('um registo', 'one record'),
  area: t('área', 'area'),
  outline: t('limite', 'outline'),
  line: t('linha', 'line'),
  loading: t('A carregar…', 'Loading…'),
  loadingMap: t('A carregar o mapa…', 'Loading the map…'),
  ready: t('Mapa actualizado.', 'Map up to date.'),
  away: t('O servidor não responde.', 'The server does not answer.'),
  refused: t('O servidor recusou o pedido: {0}', 'The server refused the request: {0}'),
  oldServer: t('Esta página é de outra versão do servidor.', 'This page is of another version of the server.'),
  retry: t('Tentar de novo', 'Try again'),
  reload: t('Recarregar', 'Reload'),
  noWebgl: t('Este navegador não consegue desenhar o mapa (falta WebGL). Os dados continuam disponíveis em tabelas.',
    'This browser cannot draw the map (it lacks WebGL). The data are still there as tables.'),
  nothingHere: t('Zero registos nesta vista, nas camadas e no período escolhidos.', 'Zero records in this view, for the layers and the period chosen.'),
  nothingMeets: t('Zero registos nesta vista, com as camadas, o período e as condições escolhidos.', 'Zero records in this view, for the layers, the period and the conditions chosen.'),
  nothingTaken: t('Uma condição não foi aceite, pelo que a sua camada não se mostra.', 'A condition was not taken, so its layer is not shown.'),
  nothingAtAll: t('Sem dados: ainda não foi importada nenhuma colecção com lugares.', 'No data: no collection with places has been imported yet.'),
  noLayer: t('Nenhuma camada está ligada.', 'No layer is switched on.'),
  seeAll: t('Ver todos os dados', 'See all data'),
  fit: t('Ajustar aos dados', 'Fit to the data'),
  close: t('Fechar', 'Close'),
  previous: t('Anterior', 'Previous'),
  next: t('Seguinte', 'Next'),
  ofSome: t('{0} de {1} neste ponto', '{0} of {1} at this point'),
  record: t('Ver o registo completo', 'See the whole record'),
  id: t('Número', 'Number'),
  yes: t('sim', 'yes'),
  no: t('não', 'no'),
  count: t('{0} registos neste quadrado', '{0} records in this square'),
  source: t('Dados: {0}', 'Data: {0}'),
  licences: t('Licenças', 'Licences'),
  method_kde: t('Densidade de incidentes', 'Density of incidents'),
  'method_gi-star': t('Focos estatísticos (Gi*)', 'Statistical hot spots (Gi*)'),
  'method_local-moran': t('Agrupamentos e excepções (Moran local)', 'Clusters and outliers (local Moran)'),
  method_emerging: t('Focos emergentes', 'Emerging hot spots'),
  'method_near-repeat': t('Repetições próximas', 'Near repeats'),
  method_change: t('Mudança entre dois períodos', 'Change between two periods'),
  method_dbscan: t('Agrupamentos (DBSCAN)', 'Clusters (DBSCAN)'),
  'method_st-dbscan': t('Agrupamentos no espaço e no tempo (ST-DBSCAN)', 'Clusters in space and time (ST-DBSCAN)'),
  method_hdbscan: t('Agrupamentos de qualquer densidade (HDBSCAN)', 'Clusters of any density (HDBSCAN)'),
  method_seasonality: t('Meses, dias da semana, horas', 'Months, days of the week, hours'),
  'method_early-warning': t('Alerta precoce por área', 'Early warning by area'),
  'method_eb-rates': t('Taxas por população', 'Rates per people'),
  method_scan: t('Agrupamentos de taxas altas', 'Clusters of high rates'),
  'method_network-kde': t('Densidade ao longo de estradas', 'Density along roads'),
  'method_forecast-check': t('Verificação de mapas para a frente', 'Forward check of maps'),
  'method_coverage-gaps': t('Lacunas de cobertura', 'Coverage gaps'),
  'method_district-counts': t('Contagens por distrito e ano', 'Counts by district and year'),
  madeAt: t('Feita em {0}', 'Made on {0}'),
  expires: t('guardada até {0}', 'kept until {0}'),
  from_inputs: t('a partir de {0}', 'from {0}'),
  seenBy: t('vista do papel {0}', 'view of the role {0}'),
  how: t('Como se calculou', 'How it was computed'),
  parameters: t('Parâmetros', 'Parameters'),
  summary: t('Resumo', 'Summary'),
  older: t('{0} mais antigas', '{0} older'),
  kdeLegend: t('Incidentes por km²', 'Incidents per km²'),
  densityLegend: t('Registos por km²', 'Records per km²'),
  densitySketch: t('Esboço, de parte dos registos: a densidade exacta está a ser calculada.', 'A sketch, from part of the records: the exact density is being computed.'),
  densityPreview: t('Esboço: a densidade exacta vem a caminho', 'Preview: the exact density is on its way'),
  densityExact: t('Densidade exacta dos registos do período.', 'The exact density of the period\u2019s records.'),
  rateLegend: t('Incidentes por 1.000 pessoas', 'Incidents per 1,000 people'),
  rateCaveat: t('Sem dados onde vivem poucas pessoas para uma taxa, o que não quer dizer seguro.', 'No data where too few people live for a rate, which is not the same as safe.'),
  kdeSteps: t('Nove degraus iguais, do menor (1) ao maior (9).', 'Nine equal steps, from the lowest (1) to the highest (9).'),
  kdeCaveat: t('Superfície alisada: mostra tendências, não lugares exactos.', 'A smoothed surface: it shows tendencies, not exact places.'),
  resultCaveat: t('Mostra o que foi comunicado. Sem dados não quer dizer seguro.', 'It shows what was reported. No data is not the same as safe.'),
  giCaveat: t('Significância após corrigir para muitas comparações (q). Um foco não diz porquê.', 'Significance after correcting for many comparisons (q). A hot spot does not say why.'),
  gapsCaveat: t('Distâncias em linha recta. O que não foi importado parece uma lacuna.', 'Straight-line distances. What was not imported looks like a gap.'),
  gi3: t('Foco, q ≤ 0,01', 'Hot spot, q ≤ 0.01'),
  gi2: t('Foco, q ≤ 0,05', 'Hot spot, q ≤ 0.05'),
  gi1: t('Foco, q ≤ 0,10', 'Hot spot, q ≤ 0.10'),
  gi0: t('Sem diferença significativa', 'No significant difference'),
  'gi-1': t('Zona calma, q ≤ 0,10', 'Cold spot, q ≤ 0.10'),
  'gi-2': t('Zona calma, q ≤ 0,05', 'Cold spot, q ≤ 0.05'),
  'gi-3': t('Zona calma, q ≤ 0,01', 'Cold spot, q ≤ 0.01'),
  giUnknown: t('Sem estatística: dados a menos', 'No statistic: too few data'),
  gap: t('Fora de qualquer área de abrangência', 'Outside every catchment'),
  sliver: t('Fresta estreita entre áreas', 'Narrow sliver between catchments'),
  overlap: t('Sobreposição de áreas', 'Overlap of catchments'),
  settlement: t('Povoado longe de um local aberto ou sem abrangência', 'Settlement far from an open site or in no catchment'),
} as const;

export type TextKey = keyof typeof texts;

/** Puts the arguments in the places {0}, {1}… */
export function filled(text: string, args: readonly string[]): string {
  return text.replace(/\{(\d)\}/g, (_, i: string) => args[Number(i)] ?? '');
}

export function say(language: Language, key: TextKey, ...args: string[]): string {
  return filled(texts[key][language], args);
}

/** The text of a key made at run time, or the key itself. */
export function sayIfKnown(language: Language, key: string): string | undefined {
  return Object.prototype.hasOwnProperty.call(texts, key) ? texts[key as TextKey][language] : undefined;
}

/** Portuguese comes first: only a reader whose languages name English before any Portuguese gets English. */
export function preferredLanguage(tags: readonly string[]): Language {
  for (const tag of tags) {
    if (/^pt\b/i.test(tag)) return 'pt';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'pt';
}
