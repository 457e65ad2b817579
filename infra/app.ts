import { Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readStage } from './config.ts';
import { addStacks } from './stacks/add-stacks.ts';
import { newApp } from './stacks/new-app.ts';

const app = newApp();
const stage = String(app.node.tryGetContext('stage') ?? 'production');
const bundleRoot = String(app.node.tryGetContext('bundleRoot') ?? 'dist');
addStacks(app, readStage(stage, process.env), bundleRoot);
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
