<?php
$signature = getenv('CDR_SIGNATURE');
$inputBodyJSON = file_get_contents('php://input');
$expected = base64_encode(hash_hmac('sha512', $inputBodyJSON, $signature, true));
if (!hash_equals($expected, $_SERVER['HTTP_X_CDR_SIGNATURE'] ?? '')) {
    http_response_code(401);
    exit("The request is not signed with our Signature.\n");
}
$report = json_decode($inputBodyJSON);
echo "{$report->fileName} with {$report->numberOfLines} lines is waiting.\n";
