<?php

// Prints the results of this folder's code for ../../vectors, one JSON object a line.

declare(strict_types=1);

require __DIR__ . '/CdrSystem.php';
require __DIR__ . '/CdrWebhook.php';
require __DIR__ . '/Report.php';

function load(string $name): array
{
    return json_decode(file_get_contents(__DIR__ . "/../../vectors/$name"), true, flags: JSON_THROW_ON_ERROR);
}

function body(array $vector): string
{
    return $vector['body'] ?? base64_decode($vector['bodyBase64']);
}

function answer(array $line): void
{
    echo json_encode($line, JSON_THROW_ON_ERROR), "\n";
}

foreach (load('signatures.json')['vectors'] as $vector) {
    $headers = [];
    foreach ($vector['headers'] as [$name, $value]) {
        $headers[$name][] = $value;
    }
    $verdict = CdrWebhook::verify($headers, body($vector), $vector['signatures'], $vector['now'], $vector['toleranceSeconds']);
    answer(['name' => $vector['name'], 'verdict' => $verdict->refusal ?? 'accepted']);
}
foreach (load('file-names.json') as $vector) {
    answer(['file' => $vector['name'], 'saved' => Report::safeName($vector['name'])]);
}
foreach (load('announcements.json') as $vector) {
    try {
        $read = (array) Report::read(body($vector));
        $names = ['callbackURL', 'fileName', 'fileSizeInBytes', 'numberOfLines', 'taskName', 'taskId', 'error', 'validUntil'];
        $read = array_intersect_key($read, array_flip($names)) + ['fileSha256' => $read['fileSha256'] ?? ''];
    } catch (NotAnAnnouncement) {
        $read = null;
    }
    answer(['announcement' => $vector['name'], 'read' => $read]);
}
foreach (load('receiver-requests.json')['vectors'] as $vector) {
    if (isset($vector['signedWith'])) {
        answer(['request' => $vector['name'], 'signed' => CdrSystem::sign($vector['signedWith'], $vector['body'])]);
    }
}
foreach (load('links.json') as $vector) {
    answer(['link' => $vector['name'], 'signed' => CdrSystem::signLink($vector['signatures'], $vector['callbackURL'])]);
}
