<?php

/**
 * Prints what Laravel's Str makes of words.
 *
 *   php record-words.php <vendor/autoload.php> > words.json
 */
require __DIR__.'/bootstrap.php';

use Illuminate\Support\Str;

$words = explode(' ', 'user category person child man woman status campus menu quiz matrix vertex index ox alias buffalo hero potato
tomato volcano alumnus bacillus cactus focus fungus nucleus radius stimulus syllabus terminus virus tax wax fax analysis axis crisis test
thesis shoe slave house mouse louse blouse bus box church kiss wish movie series city query day key half wolf knife wife life hive gulf
native drive dive olive leaf loaf thief basis parenthesis prognosis synopsis diagnosis taxon criterion datum medium stadium forum news foot
tooth goose eau chateau abuse alga atlas avalanche axe beef brother brownie cache cafe canvas cave cookie corpus cow curriculum curve demo
die domino echo emphasis epoch foe ganglion gas genie genus graffito grave hippopotamus hoax hoof human iris larva lens memorandum money
mongoose motto move mythos neurosis niche niveau numen nursery oasis occiput octopus opus passerby plateau runner-up safe save sex sieve
soliloquy son-in-law testis tornado trilby turf valve wave zombie media social-media advice aircraft art audio baggage bison data deer
equipment evidence feedback fish food furniture gold headquarters information jeans knowledge love luggage management metadata moose music
offspring police progress research rice salmon sheep sms software hardware species staff talent traffic travel trousers us wood recommended
related address process access business class pass glass cross branch batch match search patch tag invoice price image file page language
message package storage message_status user_child order_item blog_post company_person sub_category news_item user_data tax_fax api_key Person
PERSON CHILD UserChild BlogPost userPhone Category Status MEDIA Series iPhone ID id 7 v2 item2 user_ übung straße naïve café Ärzte foo-bar
foo.bar a s x y os oss quizz pizza photo piano video studio zero cargo logo memo auto radio ratio portfolio embryo staff_member clothes pants
scarf roof proof chief belief brief cliff dwarf handkerchief calf elf shelf self bacterium appendix codex suffix prefix fox reflex cortex
apex helix complex hypothesis ellipsis antithesis mother-in-law commander-in-chief sms_message bonus census prospectus apparatus plus surplus
regatta schema agenda formula antenna vita persona automaton phenomenon polyhedron heiress princess witness lady boy toy monkey donkey essay
soliloquies colloquy guy');
$words = array_values(array_unique(array_filter(preg_split('/\s+/', implode(' ', $words)))));

$texts = ['userName', 'UserName', 'user name', 'user-name', 'user_name', 'HTMLParser', 'already_snake', 'two  spaces', 'With Spaces And-Dash',
    'ABC', 'aBC', 'App\\Models\\User', 'ÜberUser', 'überUser', 'user1Name2', 'x', '', 'kebab-case-text', 'Some Title here', '_leading', 'trailing_'];

$result = ['words' => [], 'texts' => []];
foreach ($words as $word) {
    $result['words'][$word] = [Str::plural($word), Str::singular($word)];
}
foreach ($texts as $text) {
    $result['texts'][$text] = [
        'snake' => Str::snake($text), 'studly' => Str::studly($text), 'camel' => Str::camel($text), 'kebab' => Str::kebab($text),
        'pluralStudly' => Str::pluralStudly($text), 'ucfirst' => Str::ucfirst($text), 'lcfirst' => Str::lcfirst($text),
        'beforeLast' => Str::beforeLast($text, 'e'), 'afterLast' => Str::afterLast($text, 'e'), 'before' => Str::before($text, 'e'),
        'after' => Str::after($text, 'e'), 'classBasename' => class_basename($text),
    ];
}
echo json_encode($result, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_THROW_ON_ERROR), "\n";
